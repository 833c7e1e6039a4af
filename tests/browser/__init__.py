"""The pages in a real browser: driven by labels and button texts, as people drive them."""
