"""Configuration: settings from the environment, the root of the URLs, the WSGI entry and the command line."""
