//! The names of the sample's organisations. All are invented, and so is every place in them.

/// An academy trust.
const TIDAL: &str = "Tidal Learning Trust";
const ESKER: &str = "Esker Schools Trust";
const LANTERN: &str = "Lanternside Multi-Academy Trust";

/// A name, and the group it belongs to if any.
pub type Named = (&'static str, Option<&'static str>);

const fn alone(name: &'static str) -> Named {
    (name, None)
}

const fn of(group: &'static str, name: &'static str) -> Named {
    (name, Some(group))
}

/// Nurseries and other settings before school age.
pub const EARLY_YEARS: &[Named] = &[
    alone("Little Herons Day Nursery"),
    alone("Tolvermouth Nursery School"),
    alone("Pebble Row Pre-school"),
    alone("Cylch Meithrin Tŷ Gwennol"),
    alone("Eskerby Children's Centre Nursery"),
    alone("The Acorn Loft Nursery"),
    alone("Larrowick Playgroup"),
    alone("Puddle Gate Pre-school"),
    alone("Underlathe Nursery School"),
    alone("Hessemere Under Fives"),
    alone("Lantern Row Day Nursery"),
    alone("Sandpiper Quay Nursery"),
    alone("St Wendreth's Pre-school"),
    alone("Kittering Community Nursery"),
    alone("Fallowhythe Nursery School"),
    alone("Woolpack Yard Day Nursery"),
    alone("Brantlow Village Playgroup"),
    alone("Jack & Marigold's Nursery"),
    alone("Cragmere Forest Kindergarten"),
    alone("Pellgate Early Years Centre"),
    alone("Dunmarsh Tiny Mariners"),
];

/// Infant, junior and primary schools. Two in different towns bear one name.
pub const PRIMARY: &[Named] = &[
    alone("Marsh Lane Primary School"),
    alone("St Oswith's Church of England Primary School"),
    alone("St Oswith's Church of England Primary School"),
    alone("Tolvermouth Infant School"),
    alone("Tolvermouth Junior School"),
    alone("Lantern Road Primary School"),
    alone("Pellgate Quay Primary School"),
    of(TIDAL, "Heron Hythe Primary Academy"),
    alone("Larrowick Primary School"),
    alone("St Wendreth's Catholic Primary School"),
    alone("Eskerby Primary School"),
    alone("Eskerby Hill Infant School"),
    alone("Underlathe Primary School"),
    alone("Hessemere Primary School"),
    alone("Hessemere Beck Junior School"),
    alone("Kittering Green Primary School"),
    of(ESKER, "Kittering Heath Primary Academy"),
    alone("Fallowhythe Primary School"),
    alone("Brantlow Village School"),
    alone("Cragmere Primary School"),
    alone("Dunmarsh Primary School"),
    of(TIDAL, "Dunmarsh Sands Primary Academy"),
    alone("Saltpan Road Primary School"),
    alone("Wendlehythe Ropewalk Primary School"),
    alone("Ferryman's Way Primary School"),
    alone("St Pelagant's Catholic Primary School"),
    alone("Our Lady of the Shingle Catholic Primary School"),
    alone("All Souls' Pellgate Church of England Primary School"),
    alone("Windlass Street Primary School"),
    alone("Gannet Row Primary School"),
    alone("Osier Bed Lane Primary School"),
    alone("Thimble Hall Primary School"),
    alone("Copperas Row Primary School"),
    alone("Beaconthorpe Primary School"),
    alone("Fuller's Beck Primary School"),
    alone("Seven Wherries Primary School"),
    of(LANTERN, "Larch Hythe Primary Academy"),
    alone("Wendlehythe Park Primary School"),
    alone("Wendlehythe North Infant School"),
    alone("Wendlehythe North Junior School"),
    alone("Quarrydene Primary School"),
    alone("Mossgarth Primary School"),
    alone("Lowmere Primary School"),
    alone("Highlathe Primary School"),
    of(TIDAL, "Sextant Way Primary Academy"),
    alone("St Ethelwen's Catholic Infant School"),
    alone("St Corvan's Catholic Primary School"),
    alone("Tidesreach Primary School"),
    alone("Barleyhythe Primary School"),
    alone("Plover Croft Primary School"),
    alone("Gorse Ness Primary School"),
    alone("Hallowgarth Primary School"),
    alone("Millrace Wharf Primary School"),
    alone("Weaver's Slip Primary School"),
    alone("Chandlers' Row Primary School"),
    of(ESKER, "Bramblehythe Primary Academy"),
    alone("Stony Garth Primary School"),
    of(LANTERN, "Ness Beacon Primary Academy"),
];

/// Secondary schools.
pub const SECONDARY: &[Named] = &[
    alone("Wendlehythe High School"),
    of(TIDAL, "Tolvermouth Academy"),
    alone("Eskerby School"),
    alone("Hessemere High School for Girls"),
    alone("Hessemere Grammar School"),
    of(ESKER, "Kittering Academy"),
    alone("St Pelagant's Catholic High School"),
    alone("Bishop Aldwark Church of England School"),
    of(TIDAL, "Dunmarsh Academy"),
    alone("Larrowick Technology College"),
    alone("Pellgate Community School"),
    alone("Underlathe High School"),
    alone("Fallowhythe School"),
    alone("Cragmere High School"),
    alone("Queen Ethelwen's Grammar School"),
    of(LANTERN, "Beaconthorpe Academy"),
    alone("Mossgarth Community High School"),
    alone("Lowmere School"),
    of(LANTERN, "Lanternside Academy"),
    alone("Quarrydene High School"),
    alone("St Corvan's Catholic College"),
    alone("Brantlow School"),
];

/// Schools for all ages.
pub const ALL_THROUGH: &[Named] = &[alone("Wherry Bridge School"), of(ESKER, "Hythe Cross Academy")];

/// Special schools.
pub const SPECIAL: &[Named] = &[
    alone("Foxglove Garth School"),
    alone("The Lathe School"),
    alone("Curlew Wharf School"),
    alone("Stepping Weir School"),
    alone("Orrery School"),
    alone("Kestrel Ness School"),
    alone("Meadowgarth School"),
    alone("Clare Hythe School"),
];

/// Alternative provision.
pub const ALTERNATIVE: &[Named] = &[alone("Wendlehythe Pupil Referral Unit"), alone("The Turnstone Centre")];

/// Independent schools.
pub const INDEPENDENT: &[Named] = &[
    alone("L'École des Goëlands"),
    alone("Thornhallow College"),
    alone("St Ethelwen's School for Girls"),
    alone("Ysgol Llwyn-y-Gôg"),
    alone("Cragmere Hall Preparatory School"),
    alone("Old Customs House School"),
    alone("Aldwark Abbey School"),
];

/// Colleges.
pub const POST_16: &[Named] = &[
    alone("Wendlehythe Sixth Form College"),
    alone("Wendlehythe Metropolitan College"),
    alone("Hessemere College of Land and Sea"),
    alone("Ropewalk Training and Skills"),
];

/// The primary academy that opened after 2014.
pub const NEW_PRIMARY: &[Named] = &[of(TIDAL, "Tolver Rise Primary Academy")];
/// The secondary academy that opened after 2014.
pub const NEW_SECONDARY: &[Named] = &[of(LANTERN, "Harbour Reach Academy")];

/// Health bodies.
pub const HEALTH: &[Named] = &[
    alone("Wendlehythe University Hospitals NHS Foundation Trust"),
    alone("Wendlehythe Community Health NHS Trust"),
    alone("Esker and Coast Partnership NHS Foundation Trust"),
    alone("Wendlehythe Health Commissioners"),
    alone("Coast and Hills Ambulance Service NHS Trust"),
    alone("Wendlehythe General Practice Federation"),
];

/// Charities, community groups and faith bodies.
pub const VOLUNTARY: &[Named] = &[
    alone("The Ferrymen's Trust"),
    alone("Hook & Ladder Youth Project"),
    alone("Wendlehythe Carers' Circle"),
    alone("Harbour Doors Family Centre"),
    alone("Tolvermouth Community Church"),
    alone("Pellgate Mosque and Community Centre"),
    alone("Wendlehythe Young Mariners"),
    alone("Saffron Steps Domestic Abuse Service"),
    alone(
        "The Hallowgarth and District Community Association for the Support of Children, Young People and Their Families",
    ),
    alone("Eskerby Playscheme for Disabled Children"),
    alone("Turning Weir Counselling"),
    alone("Kittering Boys' and Girls' Club"),
    alone("Bread and Bicycles"),
    alone("Wendlehythe Diocesan Children's Society"),
    alone("Open Weir Refugee Welcome"),
];

/// The council.
pub const COUNCIL: &str = "Wendlehythe Borough Council";
/// The police force.
pub const POLICE: &str = "Coast and Hills Police";
/// The fire and rescue service.
pub const FIRE: &str = "Coast and Hills Fire and Rescue Service";
/// The family courts' service.
pub const CAFCASS: &str = "CAFCASS, Coast and Hills Area";
/// The probation service.
pub const PROBATION: &str = "Coast and Hills Probation Service";
/// The housing association.
pub const HOUSING: &str = "Wendlehythe Homes";
/// Other public bodies.
pub const OTHER: &[Named] =
    &[of(COUNCIL, "Wendlehythe Youth Justice Service"), of(COUNCIL, "Wendlehythe Leisure and Libraries")];
