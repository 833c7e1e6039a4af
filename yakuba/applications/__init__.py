"""Applications: what residents file and the town decides, from the first draft to the notice.

It owns the application, every version of its answers as they arrived, the corrections that were asked for, and what was
done at each step of its route.
It never knows one procedure from another: everything that differs stands in the definition.
"""
