export interface Industry {
  readonly name: string;
  /** How many firms it has beside the large ones. */
  readonly firms: number;
  /** Fictional, the largest employer first. */
  readonly large: readonly string[];
  /** What firms of it are called: `{family}`, `{other}` and `{city}` are filled in. */
  readonly patterns: readonly string[];
}

const row = (name: string, firms: number, large: string, patterns: string): Industry => ({
  name,
  firms,
  large: large.split(', '),
  patterns: patterns.split(', '),
});

export const industries: readonly Industry[] = [
  row(
    'Technology',
    1400,
    'Halcyon Systems, Brightwater Software, Quorum Cloud, Lumen & Loom, Northbridge Instruments, Tessellate, Ostrea Data, Fernpath, Kestrel Robotics, Bluefin Analytics',
    '{city} Labs, {family} Software, {family} Systems, {city} Digital, {family} AI, {city} Data, {family} Technologies, {family}soft, {city} Robotics',
  ),
  row(
    'Finance',
    800,
    'Meridian Bank, Albion Capital, Carrick & Vane, First Estuary Bank, Thornfield Asset Management, Sterling Harbour',
    '{family} Capital, {family} & {other}, {city} Investments, {family} Partners, Bank of {city}, {family} Asset Management',
  ),
  row(
    'Health Care',
    700,
    'Northbridge University Hospital, Royal Infirmary of Northbridge, St Brigid’s Hospital, Eastshire Health Trust, Cedar Clinics',
    '{city} General Hospital, {family} Clinic, {city} Medical Centre, {family} Surgery, {city} Children’s Hospital, {city} Health Centre',
  ),
  row(
    'Higher Education',
    350,
    'Northbridge University, Eastshire University, University of Westmere, Harrow Hill College',
    'University of {city}, {city} University, {city} Institute of Technology, {family} Institute, {city} Polytechnic',
  ),
  row(
    'Education',
    900,
    'Northbridge Schools Trust, Beacon Academies, Open Classroom',
    '{city} Grammar School, {family} School, {city} Academy, {city} International School, {family} College, St {family}’s School',
  ),
  row(
    'Consulting',
    800,
    'Ashgrove Partners, Pemberton Lyle, Cadence Advisory, Polaris Consulting Group',
    '{family} & {other} Consulting, {family} Advisory, {city} Consulting, {family} Associates, {family} & {family} Consulting',
  ),
  row(
    'Law',
    700,
    'Harcourt Bligh, Sedgemoor & Finch, Wexford Chambers',
    '{family} & {other}, {family} Solicitors, {family} {other} LLP, {family} Chambers, {city} Law Centre',
  ),
  row(
    'Manufacturing',
    700,
    'Calder Works, Ironbridge Group, Vanguard Bearings, Ridley Pumps',
    '{family} Engineering, {family} Industries, {city} Works, {family} & Sons, {family} GmbH, {city} Tools',
  ),
  row(
    'Energy',
    350,
    'Northern Grid, Solace Energy, Firth Wind, Helix Power',
    '{city} Energy, {family} Solar, {city} Power, {family} Renewables, {city} Gas',
  ),
  row(
    'Public Administration',
    400,
    'Northbridge City Council, Ministry of Transport, Department of Health, Office of National Records, Eastshire County Council',
    'City of {city}, {city} Council, {city} Planning Office, {city} Court, {city} Development Agency',
  ),
  row(
    'Non-profit',
    500,
    'Clearwater Relief, Shelter North, Reading for All, The Lantern Fund',
    '{family} Foundation, {city} Food Bank, Friends of {city}, {city} Refugee Council, {family} Trust',
  ),
  row(
    'Pharmaceuticals',
    250,
    'Aldine Pharma, Verity Biologics, Corvane',
    '{family} Pharma, {city} Therapeutics, {family} Laboratories',
  ),
  row(
    'Biotechnology',
    300,
    'Helicase, Mirefield Genomics, Sapling Bio',
    '{family} Bio, {city} Genomics, {family} Biosciences, {city} Biotech',
  ),
  row(
    'Media',
    350,
    'Northbridge Herald, Signal Broadcasting, Daily Ledger',
    '{city} Times, Radio {city}, {family} Media, {family} Films, {city} Gazette',
  ),
  row(
    'Publishing',
    200,
    'Quillmark, Harbour Books, Northbridge University Press',
    '{family} Press, {family} & {other} Books, {city} Review, {family} Publishing',
  ),
  row(
    'Arts',
    350,
    'Northbridge Philharmonic, The Foundry Theatre, Gallery Nine',
    '{city} Theatre, {family} Gallery, {city} Symphony Orchestra, {family} Studio, {city} Festival',
  ),
  row(
    'Design',
    250,
    'Paperfold, Studio Greyling',
    '{family} Design, {family} Studio, {city} Design Office, {family} & {other} Design',
  ),
  row(
    'Architecture',
    300,
    'Lyle + Marchetti, Openwork Architects',
    '{family} Architects, {family} + {other}, {city} Studio, {family} {other} Architects',
  ),
  row(
    'Construction',
    350,
    'Stonegate Construction, Causeway Group',
    '{family} Construction, {family} & Sons, {city} Builders, {family} Homes',
  ),
  row(
    'Transport',
    200,
    'Northbridge Transit, Overland Rail, Portwise',
    '{city} Transport, {family} Logistics, {city} Airport, {family} Shipping, Port of {city}',
  ),
  row(
    'Telecommunications',
    120,
    'Tidewave, Crosswire, Beacon Mobile',
    '{city} Telecom, {family} Networks, {family} Mobile',
  ),
  row(
    'Automotive',
    120,
    'Merrow Motors, Arden Electric Vehicles',
    '{family} Motors, {family} Automotive, {city} Autowerke',
  ),
  row(
    'Aerospace',
    100,
    'Skerry Aerospace, Altair Propulsion',
    '{family} Aerospace, {city} Avionics, {family} Aviation',
  ),
  row(
    'Insurance',
    150,
    'Anchor Mutual, Dunmore Life',
    '{family} Insurance, {city} Mutual, {family} Re, {family} Underwriters',
  ),
  row(
    'Retail',
    300,
    'Marlowe Stores, Greengate Foods, Basket',
    '{family} Stores, {family} & Daughters, {city} Market, {family} Fashion',
  ),
  row(
    'Food',
    150,
    'Barleymow Foods, Saltmarsh',
    '{family} Foods, {city} Brewery, {family} Bakery, {city} Dairy',
  ),
  row(
    'Hospitality',
    200,
    'Wayfarer Hotels, The Assembly Group',
    'Hotel {city}, {family} Restaurants, {family} Hotels, Café {family}',
  ),
  row(
    'Marketing',
    250,
    'Loudhailer, Kindling Agency',
    '{family} Communications, {city} Creative, {family} & {other} Media',
  ),
  row(
    'Environment',
    200,
    'Rivers Agency, Tallgrass Conservation',
    '{city} Wildlife Trust, {family} Environmental, {city} Climate Office, {family} Ecology',
  ),
  row(
    'Chemicals',
    120,
    'Orrin Chemicals, Tannery Lane',
    '{family} Chemicals, {city} Coatings, {family} Polymers',
  ),
  row('Games', 120, 'Moth Lantern Games, Pocket Comet', '{family} Games, {city} Interactive, {family} Play'),
  row(
    'Museums',
    120,
    'Northbridge Museum, The Maritime Collection',
    '{city} Museum, {city} City Archive, {family} Collection',
  ),
  row(
    'Translation',
    120,
    'Lingua North, Babel Bureau',
    '{family} Translations, {city} Language Centre, {family} & {other} Interpreters',
  ),
  row('Tourism', 120, 'Fernweh Travel, Compass Tours', '{family} Travel, Visit {city}, {city} Tours'),
];
