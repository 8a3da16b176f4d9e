//! Titles that a project gives to a step in its own words, so that two websites do not read alike.

/// The title that this task has in its project's own words.
pub(super) fn own_title(task: &str) -> Option<&'static str> {
    TITLES
        .iter()
        .find(|(id, _)| *id == task)
        .map(|(_, title)| *title)
}

/// The task and its title.
pub(super) const TITLES: &[(&str, &str)] = &[
    (
        "theatre-site.interviews",
        "Talk with five people in the queue",
    ),
    (
        "theatre-site.voice",
        "How the theatre sounds when it writes",
    ),
    (
        "theatre-site.wireframes.overview",
        "Wireframe of the programme",
    ),
    (
        "theatre-site.wireframes.detail",
        "Wireframe of one production",
    ),
    (
        "theatre-site.launch",
        "Launch, a week before the season is announced",
    ),
    ("solbakken-site.goals", "Agree what a farm website is for"),
    (
        "solbakken-site.inventory",
        "Look through nine years of photographs and leaflets",
    ),
    (
        "solbakken-site.site-map",
        "Draw the site map: cows, cheese, people",
    ),
    (
        "solbakken-site.voice",
        "Write as they talk in the tasting room",
    ),
    (
        "solbakken-site.wireframes.overview",
        "Wireframe of the eleven cheeses",
    ),
    (
        "solbakken-site.wireframes.detail",
        "Wireframe of one cheese",
    ),
    (
        "solbakken-site.photos",
        "Photographs at five in the morning",
    ),
    ("solbakken-site.languages", "Norwegian and English"),
    (
        "solbakken-site.launch",
        "Launch with breakfast for the whole village",
    ),
    (
        "northlight-site.inventory",
        "Take stock of eleven small websites",
    ),
    (
        "northlight-site.interviews",
        "Sit in three waiting rooms and listen",
    ),
    (
        "northlight-site.site-map",
        "Draw the site map for head office and branches",
    ),
    (
        "northlight-site.design",
        "Design the home page and one branch page",
    ),
    (
        "northlight-site.wireframes.overview",
        "Wireframe of the list of branches",
    ),
    (
        "northlight-site.wireframes.detail",
        "Wireframe of one branch",
    ),
    (
        "northlight-site.texts",
        "Edit texts on lenses, frames and eye tests",
    ),
    (
        "northlight-site.training",
        "Teach eleven branches in two sessions",
    ),
    (
        "northlight-site.launch",
        "Launch all branches on one morning",
    ),
    ("wren-site.goals", "Agree whom the portfolio should impress"),
    ("wren-site.site-map", "Order thirty buildings"),
    (
        "wren-site.photos",
        "Choose photographs: seven for each building",
    ),
    (
        "wren-site.texts",
        "Edit thirty descriptions to eighty words each",
    ),
    ("wren-site.launch", "Launch with the opening of the library"),
    (
        "yusuf-site.goals",
        "One evening about what the site should sound like",
    ),
    ("yusuf-site.site-map", "Three pages, drawn on one sheet"),
    (
        "yusuf-site.photos",
        "Choose one photograph, and two in reserve",
    ),
    ("yusuf-site.texts", "Edit biography and programme notes"),
    ("yusuf-site.languages", "English, Portuguese and Turkish"),
    ("yusuf-site.launch", "Launch before the next concerts"),
    (
        "kestrel-shop.catalogue",
        "Agree the catalogue: by bicycle, not by brand",
    ),
    (
        "kestrel-shop.delivery",
        "Delivery rules for wheels, frames and batteries",
    ),
    ("kestrel-shop.opening", "Quiet opening for the regulars"),
    (
        "fern-shop.catalogue",
        "Agree the catalogue: by light, soil and season",
    ),
    (
        "fern-shop.products.pictures",
        "Match photographs to four hundred plants",
    ),
    ("fern-shop.delivery", "Delivery rules for living goods"),
    ("fern-shop.terms", "Terms of sale for things that grow"),
    ("fern-shop.opening", "Open the shop on a Saturday"),
    (
        "marchetti-shop.catalogue",
        "Agree the catalogue: by season, then by kiln",
    ),
    ("marchetti-shop.delivery", "Delivery rules for what breaks"),
    (
        "marchetti-shop.opening",
        "Open the shop with the next firing",
    ),
    (
        "tidal-booking.rules",
        "Write down the rules of wind and booking",
    ),
    ("tidal-booking.seats", "Show how many boats are left"),
    (
        "tidal-booking.tickets",
        "A list for the beach that survives water",
    ),
    ("tidal-booking.first-sale", "First weekend of booking"),
    (
        "osprey-move.mailboxes",
        "Move two hundred mailboxes, depot by depot",
    ),
    (
        "osprey-move.switch",
        "Switch four domains on a Sunday at noon",
    ),
    (
        "northlight-move.machine",
        "Set up the machine in the data centre",
    ),
    ("northlight-move.clear", "Empty the cupboard in Ashcombe"),
    (
        "hjerting-brand.workshop",
        "Half a day together, with the ovens on",
    ),
    ("hjerting-brand.mark", "Draw the mark for three bakeries"),
    ("hjerting-brand.signs", "Signs for three shop fronts"),
    (
        "solbakken-brand.shelf",
        "Look at the neighbours in the cheese counter",
    ),
    ("solbakken-brand.labels", "Labels for eleven cheeses"),
    (
        "vale-services.position",
        "Forty questions citizens really ask",
    ),
    ("vale-services.titles", "Titles for two hundred services"),
    (
        "fern-search.position",
        "Where do we stand when people look for ferns?",
    ),
    (
        "fern-search.maps",
        "Entries in maps, and the way from the main road",
    ),
];
