"""The order in which a page is read, where an ALTO file states it (ReadingOrder, since version 4.3)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Order:
    """At which place each element that ReadingOrder names is read; empty: as the file has them."""

    places: dict[str, int]

    def sorted(self, elements: list[etree._Element]) -> list[etree._Element]:
        """Blocks or lines in the order they are read; those nobody names keep their order, at the end."""
        return sorted(elements, key=self._place) if self.places else elements

    def _place(self, element: etree._Element) -> int:
        """The place of an element: its own, the first of those in it, or that of what it stands in."""
        own = self.places.get(element.get("ID", ""))
        if own is not None:
            return own
        inner = [
            self.places[identifier]
            for child in element.iter("{*}TextLine", "{*}String")
            if (identifier := child.get("ID", "")) in self.places
        ]
        if inner:
            return min(inner)
        for parent in element.iterancestors("{*}ComposedBlock"):
            around = self.places.get(parent.get("ID", ""))
            if around is not None:
                return around
        return len(self.places)


def reading_order(root: etree._Element) -> Order:
    """The order a file states. Of several groups at the top, which are several orders, the first counts."""
    places: dict[str, int] = {}
    groups = root.findall("{*}ReadingOrder/*")
    for element in groups[0].iter() if groups else ():
        for identifier in element.get("REF", "").split():
            places.setdefault(identifier, len(places))
    return Order(places)
