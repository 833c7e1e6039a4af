"""How long the records of a matter are kept, when they are disposed of, and what is told to the person they are about.

It owns the retention of each matter, holds, erasures, and the night in which rules are carried out.
It never decides anything about a matter, and never knows more of it than its dates, its department and its people.
"""
