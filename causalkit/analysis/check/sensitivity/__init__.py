"""How strong would what nobody measured have to be? Sensitivity analysis.

That no confounder was overlooked cannot be seen in the data. What can be computed is how strong
one would have to be to change the conclusion. Then the question is no longer whether anything
was overlooked, as something always was, but whether anything *that strong* could have been. The
answer is knowledge of the subject. Nothing here shows that there is such a confounder, nor that
there is none.
"""
