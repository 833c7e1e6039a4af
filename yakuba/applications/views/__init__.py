"""Pages of residents: applying, and following what they applied for."""
