"""Staff pages of the organisation in time: departments, posts, the April file, the rules of deciding, absences."""
