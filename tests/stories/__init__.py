"""Stories: one errand of somebody, from page to page, as a person meets it."""
