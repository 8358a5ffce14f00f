"""From mean outcomes to an effect with an interval: what all estimators end with."""
