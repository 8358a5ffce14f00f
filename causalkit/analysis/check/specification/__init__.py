"""The specification curve: every choice of covariates, coloured by the diagram."""
