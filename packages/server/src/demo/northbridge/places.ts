import { lines } from './words';

export interface Country {
  readonly name: string;
  /** How often graduates live there without coming from there. */
  readonly weight: number;
  /** The largest first. */
  readonly cities: readonly string[];
}

/** Where the university is, and with it most of its graduates. */
export const homeCountry = 'United Kingdom';
export const homeCity = 'Northbridge';

const table = `
  United Kingdom | 40 | London, Northbridge, Manchester, Edinburgh, Birmingham, Bristol, Leeds, Glasgow, Cambridge, Oxford, Sheffield, Liverpool, Newcastle upon Tyne, Nottingham, Cardiff, Belfast, Brighton, York, Leicester, Southampton, Reading, Bath, Aberdeen, Exeter, Norwich, Coventry, Swansea, Durham, Milton Keynes, St Andrews, King's Lynn, Stoke-on-Trent
  United States | 16 | New York, San Francisco, Boston, Chicago, Los Angeles, Washington, Seattle, Austin, Houston, Philadelphia, San Diego, Atlanta, Denver, Dallas, Miami, Portland, Pittsburgh, Minneapolis, Raleigh, St. Louis, Salt Lake City, Ann Arbor, New Haven
  Germany | 5 | Berlin, München, Hamburg, Frankfurt am Main, Köln, Stuttgart, Düsseldorf, Leipzig, Heidelberg, Göttingen, Karlsruhe, Würzburg
  France | 5 | Paris, Lyon, Toulouse, Grenoble, Marseille, Bordeaux, Lille, Nantes, Strasbourg, Montpellier, Saint-Étienne
  Canada | 4 | Toronto, Vancouver, Montréal, Ottawa, Calgary, Edmonton, Québec, Halifax, Waterloo, Winnipeg
  Australia | 4 | Sydney, Melbourne, Brisbane, Perth, Canberra, Adelaide, Hobart, Darwin
  Switzerland | 3 | Zürich, Genève, Basel, Lausanne, Bern, Zug, Luzern
  Netherlands | 3 | Amsterdam, Den Haag, Rotterdam, Utrecht, Eindhoven, Delft, Leiden, 's-Hertogenbosch, Groningen
  Ireland | 3 | Dublin, Cork, Galway, Limerick, Dún Laoghaire, Waterford
  Spain | 2 | Madrid, Barcelona, València, Sevilla, Bilbao, Málaga, Zaragoza, A Coruña
  Italy | 2 | Milano, Roma, Torino, Bologna, Firenze, Napoli, Padova, Trieste
  Singapore | 3 | Singapore
  Hong Kong | 2.5 | Hong Kong
  United Arab Emirates | 2.5 | Dubai, Abu Dhabi, Sharjah
  China | 2 | Shanghai, Beijing, Shenzhen, Guangzhou, Hangzhou, Chengdu, Nanjing, Wuhan, Suzhou, Xi'an
  Japan | 1.5 | Tokyo, Osaka, Kyoto, Yokohama, Nagoya, Fukuoka, Sapporo, Tsukuba
  Belgium | 1.5 | Brussels, Antwerpen, Gent, Leuven, Liège
  Sweden | 1 | Stockholm, Göteborg, Malmö, Uppsala, Lund, Linköping
  Denmark | 1 | København, Aarhus, Odense, Aalborg
  Norway | 1 | Oslo, Bergen, Trondheim, Stavanger, Tromsø
  Finland | 0.6 | Helsinki, Espoo, Tampere, Turku, Jyväskylä
  Iceland | 0.2 | Reykjavík, Akureyri
  Austria | 0.8 | Wien, Graz, Linz, Salzburg
  Portugal | 0.8 | Lisboa, Porto, Coimbra, Braga
  Poland | 0.8 | Warszawa, Kraków, Wrocław, Gdańsk, Poznań, Łódź
  Czechia | 0.5 | Praha, Brno, Ostrava, Plzeň
  Slovakia | 0.1 | Bratislava, Košice
  Hungary | 0.4 | Budapest, Debrecen, Szeged
  Romania | 0.4 | București, Cluj-Napoca, Timișoara, Iași
  Bulgaria | 0.2 | Sofia, Plovdiv
  Croatia | 0.2 | Zagreb, Split
  Serbia | 0.2 | Beograd, Novi Sad
  Slovenia | 0.1 | Ljubljana, Maribor
  Greece | 0.6 | Athens, Thessaloniki, Patras, Heraklion
  Cyprus | 0.4 | Nicosia, Limassol
  Türkiye | 0.6 | İstanbul, Ankara, İzmir, Eskişehir
  Ukraine | 0.2 | Kyiv, Lviv, Odesa, Kharkiv
  Russia | 0.3 | Moscow, Saint Petersburg, Novosibirsk, Kazan
  Kazakhstan | 0.1 | Almaty, Astana
  Israel | 0.5 | Tel Aviv, Jerusalem, Haifa
  Egypt | 0.3 | Cairo, Alexandria, Giza
  Saudi Arabia | 0.6 | Riyadh, Jeddah, Dammam
  Lebanon | 0.1 | Beirut, Tripoli
  Jordan | 0.1 | Amman
  Morocco | 0.2 | Casablanca, Rabat, Marrakesh
  Kuwait | 0.2 | Kuwait City
  Qatar | 0.4 | Doha
  Iran | 0.1 | Tehran, Isfahan, Shiraz
  India | 2 | Bengaluru, Mumbai, Delhi, Hyderabad, Chennai, Pune, Kolkata, Ahmedabad, Kochi, Jaipur, Gurugram
  Pakistan | 0.3 | Karachi, Lahore, Islamabad
  Bangladesh | 0.2 | Dhaka, Chattogram
  Sri Lanka | 0.2 | Colombo, Kandy
  Malaysia | 0.8 | Kuala Lumpur, George Town, Johor Bahru, Kuching
  Brunei | 0.05 | Bandar Seri Begawan
  Indonesia | 0.4 | Jakarta, Bandung, Surabaya, Yogyakarta
  Philippines | 0.3 | Manila, Quezon City, Cebu City
  Thailand | 0.4 | Bangkok, Chiang Mai
  Vietnam | 0.3 | Hồ Chí Minh City, Hà Nội, Đà Nẵng
  South Korea | 0.7 | Seoul, Busan, Daejeon, Incheon
  Taiwan | 0.5 | Taipei, Hsinchu, Taichung
  Nigeria | 0.4 | Lagos, Abuja, Ibadan, Port Harcourt, Enugu
  Ghana | 0.2 | Accra, Kumasi
  Kenya | 0.4 | Nairobi, Mombasa, Kisumu
  Uganda | 0.1 | Kampala
  Tanzania | 0.1 | Dar es Salaam, Arusha
  Ethiopia | 0.1 | Addis Ababa
  South Africa | 0.6 | Cape Town, Johannesburg, Durban, Pretoria
  Zimbabwe | 0.1 | Harare, Bulawayo
  Mexico | 0.4 | Ciudad de México, Guadalajara, Monterrey
  Brazil | 0.5 | São Paulo, Rio de Janeiro, Belo Horizonte, Brasília, Curitiba, Florianópolis
  Argentina | 0.3 | Buenos Aires, Córdoba, Rosario
  Chile | 0.3 | Santiago, Valparaíso
  Colombia | 0.2 | Bogotá, Medellín, Cali
  Peru | 0.1 | Lima, Arequipa
  New Zealand | 1.2 | Auckland, Wellington, Christchurch, Dunedin
`;

export const countries: readonly Country[] = lines(table).map((line) => {
  const [name, weight, cities] = line.split(' | ') as [string, string, string];
  return { name, weight: Number(weight), cities: cities.split(', ') };
});
