import type { NameGroup } from './name-group';
import { words } from './words';

const english: NameGroup = {
  countries: ['United Kingdom', 'United States', 'Australia', 'Canada', 'New Zealand'],
  share: [58, 27],
  female:
    words(`Emma Sarah Emily Charlotte Jessica Laura Rebecca Hannah Elizabeth Lucy Alice Amy Rachel Victoria Catherine
    Susan Margaret Helen Karen Julie Jane Anne Claire Louise Grace Sophie Olivia Amelia Isla Ruby Chloe Eleanor Harriet Georgia
    Abigail Megan Holly Natalie Nicola Joanna Caroline Penelope Philippa Rosemary Beatrice Imogen Florence Matilda Edith
    Daisy Freya Poppy Jennifer Christine Patricia Barbara Linda Gillian Hazel Marion Pauline Sheila Tamsin Verity Zara`),
  male: words(`James John David Michael Andrew Peter Thomas William Robert Richard Daniel Matthew Christopher Paul Mark Stephen
    George Simon Edward Benjamin Samuel Joseph Alexander Jack Oliver Harry Charles Henry Adam Luke Philip Martin Jonathan
    Nicholas Timothy Anthony Alan Graham Keith Ian Colin Neil Stuart Kevin Gary Roger Geoffrey Brian Derek Trevor Nigel Toby
    Dominic Edmund Felix Hugo Jasper Leo Max Miles Oscar Rupert Sebastian Theodore Arthur Alfie Archie Freddie Noah`),
  family:
    words(`Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts
    Green Hall Wood Jackson Clarke Clark Harris Lewis Turner Hill Cooper Ward Moore Baker Harrison King Morris Allen Lee
    Martin Carter Parker Bennett Cook Shaw Young Edwards Hughes Watson Phillips Price Adams Mitchell Bailey Richardson Cox
    Marshall Webb Palmer Mills Rogers Gibson Chapman Matthews Hunt Holmes Barnes Knight Butler Stevens Fisher Foster Powell
    Fletcher Pearson Dixon Harvey Ellis Lloyd Russell Barker Simpson Mason Saunders Rose Fox Reynolds Bradley Atkinson Webster
    Brooks West Porter Day Hart Newton Wells Burton Dean Parsons Lawrence Nicholson Hawkins Spencer Page Bird Warren Gregory
    Curtis Payne Walsh Barrett Lowe Hodgson Osborne Gardner Sutton Carr Berry Booth Perry Hayes Kemp Woods Potter Marsh Poole
    Arnold Wheeler Frost Nash Cross Bishop Sharp Norman Hewitt Lambert Goodwin Blackburn Pickering Thornton Winter Summers`),
  rare: {
    share: 0.16,
    starts:
      words(`Ash Black Brad Brom Bur Carl Clay Cran Dal Den East El Fair Farn Gold Green Had Hal Har Hart Hather Hazel
      Holl Horn Kings Lang Lin Lock Mar Mel Mid New Nor Oak Pen Pres Rad Rams Red Rock Ros Ruther Sel Shep Sher Stan Stock
      Sud Swin Thorn Under Wal War Wether Whit Win Wood Wors Wyn`),
    ends: words(`ton ley ford ham well worth field wood bourne bury combe croft dale den don gate grave hurst land low man
      mere more ridge shaw stead stock stone wick by`),
  },
};

const irish: NameGroup = {
  countries: ['Ireland', 'United Kingdom', 'United States'],
  share: [8, 4],
  female:
    words(`Aoife Ciara Niamh Sinéad Siobhán Orla Róisín Gráinne Deirdre Fionnuala Caoimhe Saoirse Éabha Bríd Máire Mary
    Nuala Eileen Maeve Clodagh Aisling Bronagh Kathleen Bridget Nora Una Catríona Emer`),
  male: words(`Patrick Seán Conor Liam Brendan Declan Eoin Ciarán Cormac Dermot Fergus Kieran Niall Oisín Pádraig Rory Ruairí
    Tadhg Séamus Cathal Colm Donal Eamon Fintan Gearóid Kevin Lorcan Malachy`),
  family:
    words(`Murphy Kelly O'Brien Ryan O'Sullivan Byrne O'Connor Walsh O'Neill O'Reilly Doyle McCarthy Gallagher Doherty
    Kennedy Lynch Murray Quinn Moore McLoughlin O'Carroll Connolly Daly O'Connell Wilson Dunne Brennan Burke Collins Campbell
    Clarke Johnston Hughes O'Farrell Fitzgerald Brown Martin Maguire Nolan Flynn Thompson O'Callaghan O'Donnell Duffy Mahony
    Boyle Healy Shea White Sweeney Hayes Kavanagh Power McGrath Moran Brady Stewart Casey Foley Fitzpatrick O'Leary McDonnell
    MacMahon Donnelly Regan Donovan Burns Flanagan Mullan Barry Kane Robinson Cunningham Griffin Kenny Sheehan Ward Whelan
    Lyons Reid Graham Higgins Cullen Keane King Maher McKenna Bell Scott Hogan O'Keeffe Magee McNamara McDonald McDermott
    Moloney O'Rourke Buckley O'Dwyer Ó_Súilleabháin Ní_Dhomhnaill Mac_Giolla Ó_Ceallaigh`),
};

const scottishAndWelsh: NameGroup = {
  countries: ['United Kingdom', 'Canada', 'New Zealand'],
  share: [10, 5],
  female:
    words(`Fiona Eilidh Catriona Isla Morag Kirsty Ailsa Mairi Shona Rhona Heather Iona Skye Elspeth Senga Megan Cerys
    Bronwen Rhiannon Siân Angharad Ffion Carys Nia Gwen Lowri Eleri Bethan`),
  male: words(`Callum Ewan Hamish Angus Duncan Alasdair Lachlan Fraser Iain Gregor Finlay Craig Ross Malcolm Kenneth Gareth Rhys
    Dylan Owen Huw Emyr Ioan Gethin Dafydd Aled Geraint Iestyn Llŷr`),
  family:
    words(`MacDonald Campbell Stewart Robertson Thomson Anderson Scott Murray MacKenzie Reid Ross Fraser Morrison Hamilton
    Graham Johnston Henderson Ferguson Duncan Gordon Cameron Davidson Paterson Hunter Kerr Wallace Grant MacLeod MacKay Sinclair
    McIntosh McIntyre McLean Buchanan Crawford Cunningham Douglas Drummond Dunbar Forsyth Galbraith Gilmour Innes Lindsay Lockhart
    Maxwell Menzies Munro Napier Ogilvie Ramsay Rennie Sutherland Urquhart Davies Evans Thomas Griffiths Morgan Jenkins Owen Rees
    Hughes Llewellyn Pritchard Powell Bowen Bevan Vaughan Gwynne Ellis Parry Pugh Probert Prosser ap_Rhys`),
};

export const britishIsles = [english, irish, scottishAndWelsh];
