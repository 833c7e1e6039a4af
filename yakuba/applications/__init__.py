"""Applications: what residents file and the town decides, from the first draft to the notice.

It owns the application, every version of its answers as they arrived, and the corrections that were asked for.
It never knows one procedure from another: everything that differs stands in the definition.
"""
