"""The spine: municipality, matter, events, states, timers, runs, keys and walls.

It owns every table that more than one kind of business hangs on, and the rules that keep towns apart.
It never imports another app and never knows what a procedure, a person or a booking is.
"""
