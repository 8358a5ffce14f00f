"""What the plug-in estimator needs: counted cells, and a formula's rate of change in each."""
