"""Pages about a resident's own account: who they are, how they sign in, who acts for them."""
