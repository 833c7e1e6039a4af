"""The icons of every page, each the inside of a 24 by 24 SVG drawn with 2 px strokes."""

from typing import Final

ICONS: Final[dict[str, str]] = {
    # Acts
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
    "edit": '<path d="M4 20h4L20 8l-4-4L4 16z"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4 20h16"/>',
    "upload": '<path d="M12 16V4M7 8.5l5-5 5 5M4 20h16"/>',
    "copy": '<rect x="9" y="9" width="11" height="11" rx="1.5"/><path d="M5 15H4V4h11v1"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>',
    "send": '<path d="M21 3 3 10.5l7 3.5 3.5 7zM10 14 21 3"/>',
    "return": '<path d="M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-2"/>',
    "sign-in": '<path d="M13 4h6v16h-6M3 12h11M10 8l4 4-4 4"/>',
    "sign-out": '<path d="M11 4H5v16h6M10 12h11M17 8l4 4-4 4"/>',
    # Directions
    "next": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    # States
    "check": '<path d="m4 12.5 5.5 5.5L20 6.5"/>',
    "warning": '<path d="M12 3 2 20h20zM12 10v4M12 17v.2"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.2"/>',
    # Things
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7"/>',
    "phone": '<path d="M6 3h3l2 5-2.5 2c1 2.5 3 4.5 5.5 5.5L16 13l5 2v3c0 2-1.5 3-3 3C10 20.5 3.5 14 3 6c0-1.5 1-3 3-3z"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="1.5"/><path d="m4 7 8 6 8-6"/>',
    "image": (
        '<rect x="3" y="4" width="18" height="16" rx="1.5"/><circle cx="8.5" cy="9.5" r="1.5"/>'
        '<path d="m4 18 5-5 3 3 4-5 4 5"/>'
    ),
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "calendar": '<rect x="4" y="5" width="16" height="15" rx="1.5"/><path d="M4 10h16M8 3v4M16 3v4"/>',
    "money": '<circle cx="12" cy="12" r="9"/><path d="m8.5 7.5 3.5 4.5 3.5-4.5M12 12v5M9 13h6M9 15.5h6"/>',
    "place": '<path d="M12 21c-4-4.5-6.5-7.5-6.5-11a6.5 6.5 0 0 1 13 0c0 3.5-2.5 6.5-6.5 11z"/><circle cx="12" cy="10" r="2.5"/>',
    # Life events
    "moving": '<path d="M2 6h12v11H2zM14 10h4l4 4v3h-8z"/><circle cx="7" cy="18" r="2"/><circle cx="17.5" cy="18" r="2"/>',
    "baby": (
        '<circle cx="12" cy="12.5" r="8.5"/>'
        '<path d="M9 11.5v.2M15 11.5v.2M9.5 15.5c1.4 1.2 3.6 1.2 5 0M12 4c2 0 2.5 2 .8 2.8"/>'
    ),
    "family": (
        '<circle cx="9" cy="7" r="3.5"/><path d="M3 20c0-4.5 2.5-7 6-7s6 2.5 6 7z"/>'
        '<circle cx="18.5" cy="12.5" r="2"/><path d="M17.5 20H22c0-2.5-1.2-3.8-3.5-3.8"/>'
    ),
    "rings": '<circle cx="9" cy="14" r="5.5"/><circle cx="15" cy="14" r="5.5"/><path d="m7.5 5 1.5 3.5L10.5 5z"/>',
    "work": '<rect x="3" y="8" width="18" height="11" rx="1.5"/><path d="M9 8V5h6v3M3 13h18"/>',
    "elder": '<circle cx="9.5" cy="4.5" r="2.2"/><path d="M9.5 8v6L7 21M9.5 14l3 3v4M9.5 10.5h5V21"/>',
    "sprout": '<path d="M12 21V11M12 12c-4.5 0-7-2.5-7-7 4.5 0 7 2.5 7 7zM12 15c0-3.5 2.5-6 7-6 0 3.5-2.5 6-7 6z"/>',
    "house": '<path d="M3 11.5 12 4l9 7.5M5.5 10v10h13V10M10 20v-6h4v6"/>',
    "dog": (
        '<path d="M5 5c-1.5 1-2 4-2 6.5 0 1 1.5 1.5 2.5.5M19 5c1.5 1 2 4 2 6.5 0 1-1.5 1.5-2.5.5'
        "M5 5c2 0 3 .5 4 1h6c1-.5 2-1 4-1M5.5 11v3c0 4 2.5 6.5 6.5 6.5s6.5-2.5 6.5-6.5v-3M9 12v.2M15 12v.2"
        'M10.5 15.5h3L12 17z"/>'
    ),
}
