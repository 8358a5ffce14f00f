"""Who is in the data, and whether they speak for those asked about.

Looking only at people who were selected is conditioning, whether one wants it or not. Here
it is decided whether the selected speak for a population (`transport`), which data from
outside would help (`external`), and when a distribution among them is everybody's
(`recoverability`).
"""
