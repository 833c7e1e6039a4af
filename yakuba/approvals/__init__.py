"""How a draft decision becomes a decision: somebody drafts, somebody with the post for it approves or remands.

It owns the drafts with their outcome and reasons, the stops of their way, and the rule that a matter has one open draft at most.
It never knows what the matter is about, and never carries a decision out.
"""
