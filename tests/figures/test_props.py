"""Props fit the pose, can be touched where they are, and are drawn as they stand in the room."""

from itertools import product
from textwrap import dedent
from typing import get_args

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely import Geometry, Point

from generator.figures.drawing.furniture import draw_props
from generator.figures.drawing.picture import draw_pieces
from generator.figures.drawing.shapes import Piece, Shape
from generator.figures.drawing.straps import KINDS
from generator.figures.drawing.svg import LINE_WIDTH, UNITS
from generator.figures.drawing.view import View
from generator.figures.people import PEOPLE
from generator.figures.pose import Camera, Frame
from generator.figures.posefile.reading import read_figure
from generator.figures.posefile.terms import PROPS, VIEWS, phrases
from generator.figures.posing.body import Body, pose_body
from generator.figures.props.placing import Placed
from generator.figures.props.solids import Box, Face, Patch, Pillow
from generator.model import Position

Array = NDArray[np.float64]
BUILD = PEOPLE["short-hair"].build

ON_A_TABLE = """
    position: standing
    camera: from the right
    supports: [left foot]
    joints: {right hip: {flexion: 70}}
    contacts: {right foot: heel on table}
    props: {floor: , table: under right heel}
"""
LUNGE = """
    position: half-kneeling
    camera: from the right
    joints: {right ankle: {dorsiflexion: 5}, right toes: {extension: 60}}
    contacts: {left foot: {flat on: floor, ahead: 44}, left hand: on support}
    props: {mat: , wall: at right toes, support: beside left hand, cushion: under right knee}
"""
CURL = """
    position: lying-on-front
    camera: from the right
    joints: {right knee: {flexion: 80}}
    props: {mat: , anchor: behind right foot, band: round right heel}
"""
PULL = """
    position: lying-on-front
    camera: from the right
    joints: {right knee: {flexion: 105}}
    contacts: {right hand: holds strap}
    props: {mat: , strap: round right foot}
"""
ON_A_BENCH = """
    position: sitting
    camera: from the right
    supports: [right foot, left foot, upper back on bench]
    joints: {hip: {flexion: 0}, knee: {flexion: 90}}
    props: {floor: , bench: under upper back, wall: behind bench}
"""
ON_A_CHAIR = """
    position: sitting
    camera: from the right
    props: {floor: , chair: under buttocks}
"""
ON_THE_SIDE = """
    position: lying-on-side
    camera: from above right
    props: {mat: , cushion: under head}
"""
UNDER_A_BAR = """
    position: lying-on-back
    camera: from the right
    contacts: {hand: holds barbell}
    props: {mat: , barbell: across hips}
"""
ON_A_STEP = """
    position: standing
    camera: from the front right
    supports: [left foot]
    joints: {right hip: {flexion: 60}, right knee: {flexion: 60}}
    props: {floor: , step: under right foot}
"""
SCENES = {
    "on a table": ON_A_TABLE,
    "lunge": LUNGE,
    "curl": CURL,
    "pull": PULL,
    "on a bench": ON_A_BENCH,
    "on a chair": ON_A_CHAIR,
    "on the side": ON_THE_SIDE,
    "under a bar": UNDER_A_BAR,
    "on a step": ON_A_STEP,
}


def read(words: str) -> Frame:
    text = f"side: right\n{dedent(words)}\nframes:\n  - {{caption: One, description: Two.}}\n"
    figure = read_figure("test.pose.yaml", text, [])
    assert figure
    return figure.frames[0]


def pose(words: str) -> Body:
    return pose_body(read(words), BUILD)


def box(placed: Placed) -> Box:
    """The block of a prop that is touched: the last that it is made of."""
    last = placed.solids[-1]
    assert isinstance(last, Box)
    return last


def flesh(body: Body, *parts: str) -> Array:
    return np.concatenate([chain.spheres for chain in body.chains if chain.part in parts])


def paint(shape: Shape) -> Geometry:
    """All that a shape covers with its fill and its line."""
    line = shapely.buffer(shape.lines, shape.width * LINE_WIDTH / UNITS / 2)
    return shapely.union(shape.area, line)


def underside(spheres: Array) -> float:
    return float((spheres[:, 1] - spheres[:, 3]).min())


def drawn(words: str, kind: str, view: str = "") -> list[Piece]:
    frame = read(words)
    camera = Camera(*VIEWS[view]) if view else frame.camera
    pieces = draw_props(frame, pose_body(frame, BUILD), View(camera))
    return [piece for piece in pieces if piece.name == kind]


def test_a_table_is_as_high_as_the_limb_that_lies_on_it() -> None:
    """The top of a table touches the foot whose heel is on it, to a millimetre."""
    body = pose(ON_A_TABLE)
    foot = flesh(body, "right foot")
    top, _ = body.props["table"].surface(foot[foot[:, 1].argmin(), :3])
    assert top[1] == pytest.approx(underside(foot), abs=0.1)


def test_a_measure_in_the_pose_file_wins() -> None:
    """A table of a given height and length has that height and length."""
    body = pose(
        ON_A_TABLE.replace("under right heel", "{under: right heel, height: 55, length: 90}")
    )
    table = box(body.props["table"])
    assert (table.size[0], table.top[1]) == (90, 55)


def test_a_prop_is_shifted_ahead_and_out() -> None:
    """A table 10 cm ahead and 5 cm out stands farther forward and farther to the right."""
    shift = "{under: right heel, ahead: 10, out: 5}"
    here, there = (
        box(pose(words).props["table"]).top
        for words in (ON_A_TABLE, ON_A_TABLE.replace("under right heel", shift))
    )
    assert there - here == pytest.approx([10, 0, 5])


@pytest.mark.parametrize("position", get_args(Position))
def test_a_mat_ends_a_hand_beyond_the_body(position: Position) -> None:
    """In every start position the mat reaches 6 cm beyond the parts that are low, at both ends."""
    frame = read(f"position: {position}\ncamera: from the right\nprops: {{mat: }}\n")
    body = pose_body(frame, BUILD)
    low = np.concatenate([chain.spheres for chain in body.chains])
    low = low[low[:, 1] - low[:, 3] < 5]
    mat = box(body.props["mat"])
    ends = mat.top[0] + np.array([-1, 1]) * mat.size[0] / 2
    assert ends[0] <= (low[:, 0] - low[:, 3]).min() - 5.9
    assert ends[1] >= (low[:, 0] + low[:, 3]).max() + 5.3


def test_the_mat_reaches_below_a_foot_that_was_put_down() -> None:
    """A foot that a contact sets 44 cm ahead stands on the mat that is drawn, not beside it."""
    (mat,) = drawn(LUNGE, "mat", "from above right")
    toes = flesh(pose(LUNGE), "left foot")[:, :3] * [1, 0, 1]
    seen = View(Camera(*VIEWS["from above right"])).project(toes)
    assert shapely.contains_xy(mat.silhouette, seen).all()


def test_a_wall_touches_the_toes_and_faces_the_person() -> None:
    """Behind toes that are against it, the wall begins where the flesh ends and looks forward."""
    body = pose(LUNGE)
    foot = flesh(body, "right foot")
    plane, normal = body.props["wall"].surface(foot[0, :3])
    assert plane[0] == pytest.approx((foot[:, 0] - foot[:, 3]).min(), abs=0.5)
    assert normal == pytest.approx([1, 0, 0])


@pytest.mark.parametrize("position", ["standing", "half-kneeling", "kneeling"])
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_hand_reaches_the_rail_beside_it(position: str, side: str) -> None:
    """Upright or kneeling, the rail stands where its hand gets to without a gap."""
    body = pose(f"""
        position: {position}
        camera: from the right
        contacts: {{{side} hand: on support}}
        props: {{support: beside {side} hand}}
    """)
    assert body.gaps[f"{side} hand"] < 0.5
    assert [problem for problem in body.problems if problem.severity == "error"] == []


def test_a_rail_stands_broadside_to_the_viewer() -> None:
    """Seen from the right a rail runs forward, seen from the front it runs across."""
    for view, axis in (("from the right", 0), ("from the front", 2)):
        body = pose(f"""
            position: standing
            camera: {view}
            contacts: {{left hand: on support}}
            props: {{support: beside left hand}}
        """)
        here, there = (
            body.props["support"].surface(np.eye(3)[axis] * far)[0] for far in (-500, 500)
        )
        assert np.flatnonzero(np.abs(there - here) > 1).tolist() == [axis]


def test_the_anchor_of_a_band_stays_when_the_knee_bends() -> None:
    """The table leg stands at one place, behind the foot, in every frame of a curl."""
    bent, straight = pose(CURL), pose(CURL.replace("80", "10"))
    here, there = (body.props["anchor"].surface(np.zeros(3))[0] for body in (bent, straight))
    assert here == pytest.approx(there, abs=0.5)
    ahead = flesh(straight, "head")[0, 0] - flesh(straight, "pelvis")[0, 0]
    foot = flesh(straight, "right foot")
    beyond = (foot[:, 0] - here[0]) * np.sign(ahead)
    assert 15 < beyond.min() < 60


@pytest.mark.parametrize("length", [26, 80])
def test_the_head_has_room_between_bench_and_wall(length: int) -> None:
    """The wall stands behind the bench, and the head that reaches beyond does not go through it."""
    bench = f"bench: {{under: upper back, length: {length}}}"
    body = pose(ON_A_BENCH.replace("bench: under upper back", bench))
    wall, normal = body.props["wall"].surface(np.zeros(3))
    edge, head = box(body.props["bench"]).faces[0].corners, flesh(body, "head")
    assert ((edge - wall) @ normal).min() >= -0.01
    assert ((head[:, :3] - wall) @ normal - head[:, 3]).min() >= 0


def test_a_seat_is_below_the_buttocks() -> None:
    """Who sits on a chair has the seat below the pelvis, at its underside."""
    body = pose(ON_A_CHAIR)
    pelvis = flesh(body, "pelvis")
    seat, _ = body.props["chair"].surface(pelvis[:, :3].mean(axis=0))
    assert seat[1] == pytest.approx(underside(pelvis), abs=0.1)
    assert seat[[0, 2]] == pytest.approx(pelvis[:, [0, 2]].mean(axis=0), abs=3)


def test_a_chair_stands_ready_behind_who_has_risen() -> None:
    """Of a standing person the chair is as high as ever, and its seat ends behind the legs."""
    body = pose("""
        position: standing
        camera: from the right
        props: {chair: under buttocks}
    """)
    heels = flesh(body, "right foot", "left foot", "right shank", "left shank")
    behind, ahead = (body.props["chair"].surface(np.array([x, 0, 0]))[0] for x in (-500.0, 500.0))
    assert behind[1] == 45
    assert behind[0] < ahead[0] < (heels[:, 0] - heels[:, 3]).min()


def test_a_chair_turns_its_seat_to_the_legs_that_lie_on_it() -> None:
    """Under the legs of who lies on the back, the back rest stands beyond the feet."""
    body = pose("""
        position: lying-on-back
        camera: from the right
        joints: {hip: {flexion: 90}, knee: {flexion: 90}}
        props: {mat: , chair: under ankle}
    """)
    feet = flesh(body, "right foot", "left foot")[:, 0]
    away = np.sign(feet.mean() - flesh(body, "pelvis")[:, 0].mean())
    rest = box(body.props["chair"])
    assert rest.top[0] * away > (feet * away).max()


def test_hands_at_a_wall_are_not_hidden_by_it() -> None:
    """Seen from its other side, a wall ends at the nearer hand."""
    body = pose("""
        position: standing
        camera: from the right
        joints: {shoulder: {flexion: 85}, elbow: {flexion: 20}}
        contacts: {hand: on wall}
        props: {floor: , wall: at hand}
    """)
    wall, hand = box(body.props["wall"]), flesh(body, "right hand")
    assert wall.top[2] + wall.size[2] / 2 < (hand[:, 2] + hand[:, 3]).max() + 6


def test_a_cushion_fills_the_gap_below_the_head() -> None:
    """On the side, the cushion is as high as the head is, and the head sinks in a little."""
    body = pose(ON_THE_SIDE)
    (cushion,) = body.props["cushion"].solids
    assert isinstance(cushion, Pillow)
    assert 0 < cushion.size[1] - underside(flesh(body, "head")) <= 2


def test_the_bar_lies_in_the_crease_of_the_hips() -> None:
    """Each hand that holds a barbell is on it, beside the hips, and the bar is not in the belly."""
    body = pose(UNDER_A_BAR)
    assert max(body.gaps["right hand"], body.gaps["left hand"]) < 0.5
    bar, _ = body.props["barbell"].surface(np.zeros(3))
    hips = flesh(body, "pelvis")
    assert (np.linalg.norm(hips[:, :3] - bar, axis=1) - hips[:, 3]).min() > -1


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scene", SCENES)
def test_every_prop_is_seen_from_every_view(scene: str, view: str) -> None:
    """Each prop of a scene has paint of its own, in sound outlines, wherever the camera stands."""
    frame = read(SCENES[scene])
    pieces = draw_props(frame, pose_body(frame, BUILD), View(Camera(*VIEWS[view])))
    assert {prop.kind for prop in frame.props} <= {piece.name for piece in pieces}
    for piece in pieces:
        painted = shapely.union_all([paint(shape) for shape in piece.shapes])
        assert shapely.is_valid(piece.silhouette)
        assert shapely.area(shapely.difference(piece.silhouette, painted)) < 0.1
        assert (
            shapely.area(shapely.difference(painted, shapely.buffer(piece.silhouette, 0.5))) < 0.1
        )


@pytest.mark.slow
@pytest.mark.parametrize("kind", PROPS)
def test_every_prop_can_be_drawn_wherever_the_words_allow_it(kind: str) -> None:
    """With each of its phrases, in each start position, from above or level, a prop has paint."""
    said = [phrase for phrase in phrases(PROPS[kind].places) if "left" not in phrase] or [""]
    for position, phrase in product(get_args(Position), said):
        others = {"behind bench": "bench: under upper back"}.get(phrase, "floor: ")
        held = f"contacts: {{hand: holds {kind}}}" if kind in KINDS else ""
        frame = read(
            f"""
            position: {position}
            camera: from the right
            {held}
            props: {{{kind}: {phrase}, {others}}}
        """
            if kind != "floor"
            else f"position: {position}\ncamera: from the right\nprops: {{floor: }}"
        )
        body = pose_body(frame, BUILD)
        for azimuth, elevation in ((0, 0), (90, 10), (200, 40)):
            pieces = draw_props(frame, body, View(Camera(azimuth, elevation)))
            assert kind in {piece.name for piece in pieces}
            assert all(shapely.is_valid(piece.silhouette) for piece in pieces)


def test_every_kind_of_prop_is_in_a_scene_of_these_tests() -> None:
    """No prop of the vocabulary goes unproven."""
    assert {prop.kind for words in SCENES.values() for prop in read(words).props} == set(PROPS)


@pytest.mark.parametrize("scene", SCENES)
def test_the_surface_of_a_solid_is_where_the_solid_is(scene: str) -> None:
    """At the corners of a side that faces the viewer, the surface is as near as they are."""
    frame = read(SCENES[scene])
    body, view = pose_body(frame, BUILD), View(frame.camera)
    pieces = draw_props(frame, body, view)
    for prop in body.props.values():
        for block in (
            solid for solid in prop.solids if isinstance(solid, Box) and solid.top[1] > 0
        ):
            faces = [face for face in block.faces if face.normal[2] > 0]
            if prop.kind == "wall":
                # One side of it is drawn: that towards the person, or its end.
                faces = [face for face in block.faces if face.normal @ view.toward > 0]
            named = [piece for piece in pieces if piece.name == prop.kind]
            assert any(_lies_on(face, piece, view) for face in faces for piece in named)


def test_the_ground_is_behind_everything() -> None:
    """Mat, patch of ground and shadow are farther than any furniture, in this order."""
    kinds = ["mat", "floor", "shadow", "table"]
    words = ON_A_TABLE.replace("floor: ,", "floor: , mat: ,")
    depths = {}
    for kind in kinds:
        piece = drawn(words, kind, "from above right")[0]
        spot = shapely.get_coordinates(shapely.point_on_surface(piece.silhouette))
        depths[kind] = float(piece.surface(spot)[0])
    assert sorted(kinds, key=lambda kind: depths[kind]) == ["floor", "mat", "shadow", "table"]


def test_a_strap_goes_round_the_foot_and_into_the_fist() -> None:
    """Half of the loop is before the foot, half behind it; its ribbon ends in the hand."""
    body, view = pose(PULL), View(read(PULL).camera)
    pieces = drawn(PULL, "strap")
    foot = body.bones["right foot"].at((7.0, -3.2, 0.0))
    spots = [
        shapely.get_coordinates(shapely.point_on_surface(piece.silhouette)) for piece in pieces
    ]
    near = [
        float(np.nanmax(piece.surface(spot))) - float(view.depth(foot))
        for piece, spot in zip(pieces, spots, strict=True)
    ]
    assert min(near) < -1 < 1 < max(near)
    fist = Point(view.project(body.bones["right hand"].at((0.0, -6.0, -1.7))))
    assert min(shapely.distance(piece.silhouette, fist) for piece in pieces) < 0.1


def test_a_band_runs_from_the_heel_to_the_leg_of_the_table() -> None:
    """What is drawn of a band hangs together from the ankle to its anchor."""
    body, view = pose(CURL), View(read(CURL).camera)
    band = shapely.union_all([piece.silhouette for piece in drawn(CURL, "band")])
    tied, _ = body.props["anchor"].surface(np.zeros(3))
    for place in (tied, body.bones["right foot"].origin):
        assert shapely.distance(band, Point(view.project(place))) < 5
    assert len(shapely.get_parts(shapely.buffer(band, 0.5))) == 1


def test_a_band_that_the_foot_is_in_the_way_of_goes_past_it() -> None:
    """With the knee nearly straight, too, what is seen of a band is one piece, end to end."""
    frame = read(CURL.replace("{flexion: 80}", "{flexion: 24}, right ankle: {dorsiflexion: 10}"))
    pieces = draw_pieces(frame, pose_body(frame, BUILD), PEOPLE["short-hair"])
    seen: Geometry = shapely.Polygon()
    for piece in pieces:
        area = piece.silhouette
        seen = shapely.union(seen, area) if piece.name == "band" else shapely.difference(seen, area)
    assert len([part for part in shapely.get_parts(seen) if part.area > 1]) == 1


def test_a_raised_foot_has_no_shadow() -> None:
    """The shadow lies below the foot that stands, not below the one on the table."""
    (shadow,) = drawn(ON_A_TABLE, "shadow")
    body, view = pose(ON_A_TABLE), View(read(ON_A_TABLE).camera)
    standing, raised = (
        Point(view.project(body.bones[f"{side} foot"].origin * [1, 0, 1]))
        for side in ("left", "right")
    )
    assert shapely.distance(shadow.silhouette, standing) == 0
    assert shapely.distance(shadow.silhouette, raised) > 3


def test_a_shadow_stays_on_the_mat() -> None:
    """A shadow does not fall beyond the edge of a narrow mat, where the floor is lower."""
    words = ON_THE_SIDE.replace("mat: ", "mat: {width: 30}")
    (shadow,), (mat,) = drawn(words, "shadow"), drawn(words, "mat")
    beyond = shapely.difference(shadow.silhouette, shapely.buffer(mat.silhouette, 0.05))
    assert shapely.area(beyond) < 0.01


def test_the_ground_lies_below_the_furniture() -> None:
    """The patch of ground reaches under the table as well as under the foot."""
    body = pose(ON_A_TABLE)
    (patch,) = body.props["floor"].solids
    table = box(body.props["table"])
    assert isinstance(patch, Patch)
    assert abs(table.top[0] - patch.middle[0]) + table.size[0] / 2 < patch.half[0]


def _lies_on(face: Face, piece: Piece, view: View) -> bool:
    inner = face.middle + 0.9 * (face.corners - face.middle)
    return np.allclose(piece.surface(view.project(inner)), view.depth(inner))
