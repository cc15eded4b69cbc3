"""Lays words out as a small crossword, always the same way for the same words."""

from dataclasses import dataclass

Cell = tuple[int, int]


@dataclass(frozen=True)
class Placed:
    """A word on the board, from its first cell across (1, 0) or down (0, 1)."""

    word: str
    clue: str
    x: int
    y: int
    step: Cell

    def cells(self) -> list[Cell]:
        """Its cells from the first letter to the last."""
        return [(self.x + k * self.step[0], self.y + k * self.step[1]) for k in range(len(self.word))]


def _fits(grid: dict[Cell, str], placed: Placed) -> int:
    """How many letters it would share with the board, or -1 where it would touch or clash."""
    dx, dy = placed.step
    cells = placed.cells()
    before, after = (placed.x - dx, placed.y - dy), (cells[-1][0] + dx, cells[-1][1] + dy)
    if before in grid or after in grid:
        return -1
    shared = 0
    for (x, y), letter in zip(cells, placed.word, strict=True):
        if (x, y) in grid:
            if grid[x, y] != letter:
                return -1
            shared += 1
        elif (x + dy, y + dx) in grid or (x - dy, y - dx) in grid:
            return -1
    return shared


def _span(cells: list[Cell]) -> int:
    """The field a board takes, wide boards counting less than tall ones: a page has more breadth to spare."""
    xs, ys = [x for x, _ in cells], [y for _, y in cells]
    return (max(xs) - min(xs) + 1) * (max(ys) - min(ys) + 1) + 3 * (max(ys) - min(ys))


def lay(words: list[tuple[str, str]]) -> list[Placed]:
    """Every word that can be crossed with those before it, so that the board stays small."""
    first, clue = words[0]
    board = [Placed(first, clue, 0, 0, (1, 0))]
    grid = dict(zip(board[0].cells(), first, strict=True))
    waiting = words[1:]
    for _ in range(3):
        left: list[tuple[str, str]] = []
        for word, hint in waiting:
            tries = [
                Placed(word, hint, x - k * step[0], y - k * step[1], step)
                for (x, y), letter in grid.items()
                for k, own in enumerate(word)
                if own == letter
                for step in ((1, 0), (0, 1))
            ]
            good = [
                (_span([*grid, *p.cells()]), -_fits(grid, p), i, p)
                for i, p in enumerate(tries)
                if _fits(grid, p) > 0
            ]
            if good:
                best = min(good, key=lambda found: found[:3])[3]
                board.append(best)
                grid.update(zip(best.cells(), best.word, strict=True))
            else:
                left.append((word, hint))
        waiting = left
    return board


@dataclass(frozen=True)
class Board:
    """The drawn board: size, cells with their numbers, and the clues."""

    width: int
    height: int
    cells: list[dict[str, object]]
    across: list[str]
    down: list[str]


def board(words: list[tuple[str, str]], rtl: bool) -> Board:
    """The board as printed, counted from the side where the script begins."""
    placed = lay(words)
    every = {cell for p in placed for cell in p.cells()}
    left, top = min(x for x, _ in every), min(y for _, y in every)
    width, height = max(x for x, _ in every) - left + 1, max(y for _, y in every) - top + 1
    starts = sorted({(p.y, p.x) for p in placed})
    numbers = {(x, y): str(i + 1) for i, (y, x) in enumerate(starts)}
    cells: list[dict[str, object]] = []
    for x, y in sorted(every, key=lambda cell: (cell[1], cell[0])):
        column = x - left
        cells.append(
            {"x": width - 1 - column if rtl else column, "y": y - top, "number": numbers.get((x, y), "")}
        )
    hints = sorted((int(numbers[p.x, p.y]), p.step, p.clue, len(p.word)) for p in placed)
    across = [f"{n}. {clue} ({size})." for n, step, clue, size in hints if step == (1, 0)]
    down = [f"{n}. {clue} ({size})." for n, step, clue, size in hints if step == (0, 1)]
    return Board(width, height, cells, across, down)
