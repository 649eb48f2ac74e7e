"""Draws the props of a frame: furniture, straps, the ground and the shadow on it."""

from generator.figures.drawing.shadows import draw_shadow
from generator.figures.drawing.shapes import Piece
from generator.figures.drawing.solid_shapes import draw_solid
from generator.figures.drawing.straps import draw_straps
from generator.figures.drawing.view import View
from generator.figures.pose import Frame
from generator.figures.posing.body import Body
from generator.figures.props.placing import lay_ground


def draw_props(frame: Frame, body: Body, view: View) -> list[Piece]:
    """Everything in the picture but the person, solid by solid so that limbs may lie between."""
    placed = lay_ground(frame, body.bones, body.chains, body.props)
    pieces = [
        draw_solid(prop.kind, solid, view) for prop in placed.values() for solid in prop.solids
    ]
    solids = [solid for prop in placed.values() for solid in prop.solids]
    shadow = draw_shadow(body.chains, solids, view)
    return [*shadow, *pieces, *draw_straps(frame, body, view)]
