"""Why a set is right or wrong: reasons with their paths, and the smallest repair.

A verdict alone teaches nothing. Each reason names the path that shows it, and the repair
is the change that a student can try next.
"""
