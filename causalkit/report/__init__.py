"""A whole analysis as one page to read, print and send.

The page stands alone: figures and styles are inside, nothing is loaded, nothing runs. Every
figure has its table, every table its caption, and headings are in order, so that it can be
listened to as well as looked at. Nothing is computed here.
"""
