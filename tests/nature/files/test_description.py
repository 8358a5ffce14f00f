from __future__ import annotations

import json
import math

import pytest

from causalkit.errors import DataFileError
from causalkit.nature.files.description import described, restored


def test_codebook_and_provenance_survive_strict_json(survey):
    text = json.dumps(described(survey.codebook, survey.provenance), allow_nan=False)
    codebook, provenance = restored(json.loads(text), "a.csv")
    assert codebook == survey.codebook
    assert math.isnan(provenance.response_rate)
    assert provenance.as_dict() == survey.provenance.as_dict()


@pytest.mark.parametrize("spoilt", [{}, {"codebook": [1]}, {"codebook": [{"name": "a"}]}, [], None])
def test_a_spoilt_description_is_refused_by_the_name_of_its_file(spoilt):
    with pytest.raises(DataFileError, match=r"codebook of a\.csv cannot be understood"):
        restored(spoilt, "a.csv")
