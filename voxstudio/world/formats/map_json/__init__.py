"""The block editor's ``map.json``, in the two dialects that its editor and its trainer write."""

from voxstudio.world.formats.map_json.preview import preview
from voxstudio.world.formats.map_json.read import EXTRAS, load
from voxstudio.world.formats.map_json.write import save

__all__ = ["EXTRAS", "LABEL", "load", "preview", "save"]

LABEL = "Block editor map"
