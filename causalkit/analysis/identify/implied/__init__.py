"""What a diagram implies for data, and what data can say about the diagram.

A missing arrow is a claim, and some such claims can be tested: certain variables must be
independent among people alike in certain others. Diagrams with the same claims are
*equivalent*; no data can tell them apart, so some arrows must come from knowledge.
"""
