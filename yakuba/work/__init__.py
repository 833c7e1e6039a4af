"""Who has to do what by when: the one to-do list of the town hall.

It owns the work items that every kind of business opens and closes on its matters.
It never knows what a case is about, and never moves a case on by itself.
"""
