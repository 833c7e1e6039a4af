"""Facts about the repository, tested like facts about the product."""
