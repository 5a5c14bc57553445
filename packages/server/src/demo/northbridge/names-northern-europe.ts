import type { NameGroup } from './name-group';
import { words } from './words';

const swedishAndNorwegian: NameGroup = {
  countries: ['Sweden', 'Norway'],
  share: [1, 2],
  female:
    words(`Anna Eva Maria Karin Kristina Lena Ingrid Åsa Linnéa Elsa Maja Ebba Astrid Freja Saga Sigrid Märta Birgitta Solveig Ragnhild
    Tuva Ingeborg Kjersti Silje Marit Gunhild`),
  male: words(`Lars Anders Johan Karl Erik Per Nils Jan Mikael Fredrik Björn Håkan Göran Åke Sven Gustav Oskar Axel Elias Olav Håkon Øyvind
    Torbjørn Sindre Magnus Kåre Bjørn Trygve`),
  family:
    words(`Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Hansen Johansen Olsen Larsen
    Andersen Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Pedersen Nilsen Kristiansen Lindberg Jakobsson Magnusson Olofsson
    Lindström Lindqvist Lindgren Berglund Axelsson Berg Fredriksson Bergström Lundberg Lind Lundgren Jensen Karlsen Johnsen Pettersen
    Eriksen Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Lund Henriksen Sørensen Moen Strand Solberg Bakken
    Bråten Nygård Åström Öberg Sjögren Nyström Ekström Hallström`),
  rare: {
    share: 0.25,
    starts:
      words(`Ahl Alm Berg Björk Blom Boström- Dahl Ek Eng Fors Frid Gran Gull Hag Hall Hed Hell Hög Holm Kvarn Kull Lilje Lind Ljung
      Lund Malm Mo Nord Ny Öst Palm Ring Rosen Sand Sjö Skog Söder Stål Sten Strand Sund Svan Tall Väster Vik Wall Åker`),
    ends: words(`berg blad blom bäck dahl én feldt fors gren hagen holm kvist land lund löf mark man qvist rot stedt stam ström strand vall
      vik`),
  },
};

const danish: NameGroup = {
  countries: ['Denmark'],
  share: [0.5, 0.9],
  female: words(
    `Mette Kirsten Hanne Anne Lene Søs Freja Ida Emma Alma Karla Pernille Signe Trine Line Astrid Bodil Jytte Rikke Maj-Britt`,
  ),
  male: words(
    `Peter Jens Søren Niels Henrik Lars Mads Rasmus Jørgen Thomas Christian Frederik Mikkel Kasper Aage Bjarne Magnus Emil Villads`,
  ),
  family:
    words(`Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen
    Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Kjær Bæk Nørgaard Østergaard Søndergaard Vestergaard Dahl Holm Skov
    Schmidt Friis Lauritsen Bjerre Krogh Juhl Ravn Winther Brandt`),
  rare: {
    share: 0.15,
    starts: words(
      `Birke Bjerre Bøge Damgaards Elle Gamme Grøn Hede Kirke Kær Lille Mølle Nør Over Råd Sø Stor Tof Vester Øster`,
    ),
    ends: words(`gaard by holm lund dal bæk skov toft strup rup bjerg vang`),
  },
};

const icelandic: NameGroup = {
  countries: ['Iceland'],
  share: [0.1, 0.3],
  female: words(
    `Guðrún Sigríður Kristín Margrét Helga Ingibjörg Anna Sólveig Þórunn Hildur Ásta Björk Steinunn`,
  ),
  male: words(
    `Jón Sigurður Guðmundur Gunnar Ólafur Einar Kristján Magnús Stefán Björn Þór Árni Helgi Snorri`,
  ),
  family:
    words(`Jónsson Sigurðsson Guðmundsson Gunnarsson Ólafsson Einarsson Kristjánsson Magnússon Stefánsson Björnsson Þórsson Árnason
    Helgason Bjarnason Þorsteinsson`),
  feminine: (family) => family.replace(/son$/, 'dóttir'),
  married: 0,
};

const finnish: NameGroup = {
  countries: ['Finland', 'Sweden'],
  share: [0.4, 0.9],
  female: words(
    `Maria Anna Johanna Helena Kaarina Anneli Päivi Satu Aino Eevi Hilla Venla Sirpa Tuula Riikka Outi Leena Mirja`,
  ),
  male: words(
    `Juhani Mikko Matti Antti Jari Timo Jukka Pekka Ville Eero Väinö Onni Heikki Tapani Hannu Sampo Otso Aleksi`,
  ),
  family:
    words(`Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen
    Salminen Heinonen Niemi Heikkilä Salonen Kinnunen Turunen Salo Laitinen Tuominen Rantanen Karjalainen Jokinen Mattila Savolainen
    Lahtinen Ahonen Ojala Leppänen Väisänen Hiltunen Kallio Miettinen Leinonen Pitkänen Aaltonen Manninen`),
  rare: {
    share: 0.2,
    starts:
      words(`Aalto Haa Harju Hirvi Iso Joki Kallio Kangas Karhu Kivi Koivu Korpi Koski Kuusi Lampi Lehti Luoto Metsä Mänty Niitty
      Paju Pelto Ranta Salmi Suo Tammi Vuori Ylä`),
    ends: words(`nen mäki la lä niemi ranta saari järvi lahti oja aho luoma`),
  },
};

export const northernEurope = [swedishAndNorwegian, danish, icelandic, finnish];
