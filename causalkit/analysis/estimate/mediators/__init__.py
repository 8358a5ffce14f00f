"""What the front-door estimator needs: groups by exposure, and the mean outcome in each."""
