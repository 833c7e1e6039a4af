"""The measures of `yakuba bench`: one module each, which gives one table with its baseline measured in the same run."""
