import type { NameGroup } from './name-group';
import { words } from './words';

const french: NameGroup = {
  countries: ['France', 'Belgium', 'Switzerland', 'Canada'],
  share: [2, 3.5],
  female:
    words(`Marie Camille Léa Manon Chloé Julie Sophie Isabelle Nathalie Céline Aurélie Émilie Mathilde Pauline Claire Hélène
    Anne-Sophie Élodie Margaux Inès Juliette Louise Zoé Amélie Geneviève Françoise Brigitte Véronique Bénédicte Noémie Océane Solène`),
  male: words(`Jean Pierre Nicolas Julien Thomas Antoine François Philippe Alexandre Guillaume Maxime Mathieu Clément Hugo Lucas
    Jean-Pierre Étienne Benoît Rémi Frédéric Stéphane Jérôme Sébastien Loïc Théo Gaël Aurélien Cédric Didier Yves Thibault Raphaël`),
  family:
    words(`Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia David
    Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau
    Blanc Guérin Muller Henry Roussel Nicolas Perrin Morin Mathieu Clément Gauthier Dumont Lopez Fontaine Chevalier Robin Masson
    Sanchez Gérard Nguyen Boyer Denis Lemaire Duval Joly Gautier Roger Roche Roy Noël Meyer Lucas Meunier Jean Perez Marchand Dufour
    Blanchard Marie Barbier Brun Dumas Brunet Schmitt Leroux Colas Fabre Arnaud Aubert Rolland Caron Renard Giraud Leclerc Vidal
    Bourgeois Renaud Lemoine Picard Gaillard Philippe Leclercq Lacroix Fabre Dupuis Olivier Rivière Guillot de_La_Tour du_Plessis
    d'Aubigny Le_Goff Le_Gall L'Hermite de_Villiers`),
  rare: {
    share: 0.12,
    starts: words(
      `Beau Bel Bois Bon Chas Cour Dam De Du Font Grand Haut La Le Long Mal Mont Neuf Roche Saint- Val Vert Ville`,
    ),
    ends: words(
      `bert bois brun champ clair court fort gard lieu martin mont neuve pré rand roux seille sart ville vallon vert`,
    ),
  },
};

const german: NameGroup = {
  countries: ['Germany', 'Austria', 'Switzerland'],
  share: [2.5, 4.5],
  female:
    words(`Anna Julia Katharina Sabine Petra Claudia Monika Susanne Birgit Heike Lena Lea Hannah Laura Sarah Lisa Johanna Franziska
    Ursula Ingrid Renate Brigitte Käthe Annelie Greta Frieda Marlene Stefanie Anja Silke Antje Svenja Jana`),
  male: words(`Michael Thomas Andreas Stefan Christian Markus Martin Matthias Daniel Jan Jürgen Günther Jörg Klaus Wolfgang Hans Dieter
    Uwe Rainer Bernd Lukas Leon Felix Jonas Maximilian Paul Tobias Sebastian Florian Philipp Björn Sören Götz Karl-Heinz Hans-Peter`),
  family:
    words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
    Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze
    Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich
    Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin
    Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn
    Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer von_Arnim von_Bülow von_Hagen von_der_Heide
    zu_Dohna von_Stein Freiherr_von_Lindau`),
  rare: {
    share: 0.2,
    starts:
      words(`Acker Alten Berg Birken Blumen Brunn Buchen Burg Eichen Eisen Feld Fels Gold Grün Hagen Hasel Heiden Hirsch Hohen
      Kessel Kirch Kron Lauter Linden Loch Mühl Neu Nieder Nuß Ober Rauch Reich Rosen Roten Sand Schön Silber Sonn Stein Tannen Unter
      Wald Weid Wein Weiß Wester Wild Winter Wolken Zill`),
    ends: words(`auer bach bacher baum baumer beck berg berger brand bruck bühl dorf dörfer eck egger feld felder hammer hauer haus
      hauser hofer hold huber kamp koch lein mann mayr meier mühl müller rainer reiter rieder schmidt stätter stein steiner thal thaler
      wald wieser`),
  },
};

const dutch: NameGroup = {
  countries: ['Netherlands', 'Belgium'],
  share: [1, 2],
  female:
    words(`Anna Emma Sophie Lotte Fleur Sanne Femke Anouk Marieke Ingrid Saskia Wilhelmina Maaike Roos Noor Liesbeth Hanneke
    Jolanda Mirjam Tess Eva Julia Griet Katrien`),
  male: words(`Jan Pieter Daan Sem Lars Thijs Bram Ruben Jeroen Maarten Willem Hendrik Johannes Cornelis Joost Sander Bas Niels Koen
    Wouter Gijs Stijn Dirk Geert`),
  family:
    words(`de_Jong Jansen de_Vries van_den_Berg Bakker van_Dijk Visser Janssen Smit Meijer de_Boer Mulder de_Groot Bos Vos Peters
    Hendriks van_Leeuwen Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer van_der_Linden Kok Jacobs de_Haan Vermeulen
    van_den_Heuvel van_der_Veen van_den_Broek de_Bruijn Schouten van_Beek van_der_Heijden Willems van_Vliet van_de_Ven Hoekstra Maas
    Verhoeven Koster van_Dam van_der_Wal Prins Blom Huisman Peeters de_Jonge Kuipers van_Veen Post Kuiper Veenstra Kramer
    van_den_Brink Scholten van_Wijk Postma Martens Vink de_Ruiter Timmermans Groen Gerritsen Jonker van_Loon Boer van_der_Velde
    Willemsen Smeets de_Lange de_Vos Bosch van_Dongen Schipper de_Koning van_der_Laan Koning Driessen van_'t_Hof van_Doorn Maes
    Claes Wouters Goossens De_Smet Mertens`),
  rare: {
    share: 0.2,
    starts: ['van ', 'van der ', 'van den ', 'van de ', 'ter ', 'te '],
    ends: words(`Aalst Akker Beemd Bergh Bilt Boom Bosch Brake Burg Dael Donk Dries Duin Elst Es Eyck Geest Goor Haar Hagen Heide Hoek
      Horst Hout Hulst Kamp Kerk Kolk Laar Lee Loo Maat Meulen Molen Oever Poel Putte Rijn Schans Sluis Steen Stege Straten Tuin
      Veld Voort Weg Werf Wiel Wouw Zande Zijl`),
  },
};

const italian: NameGroup = {
  countries: ['Italy', 'Switzerland', 'United States'],
  share: [1.5, 3],
  female:
    words(`Giulia Francesca Chiara Sara Martina Valentina Alessia Silvia Elisa Federica Elena Laura Paola Maria Anna Giorgia Sofia
    Aurora Beatrice Ginevra Lucia Caterina Margherita Ilaria Roberta Simona Antonella Graziella`),
  male: words(`Marco Andrea Francesco Alessandro Luca Matteo Lorenzo Davide Giuseppe Antonio Giovanni Stefano Roberto Paolo Riccardo
    Leonardo Tommaso Gabriele Nicolò Pietro Federico Simone Salvatore Vincenzo Massimo Claudio Enzo Gianluca`),
  family:
    words(`Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano
    Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale
    Lombardo Serra Coppola De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina
    Sala De_Angelis Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Pellegrino
    Carbone Giuliani Benedetti Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino Fiore De_Rosa Ferretti Bellini Basile
    Riva Donati Piras Vitali Battaglia Sartori Neri Costantini Milani Pagano Ruggiero Sorrentino D'Amico Orlando Negri Dell'Orto`),
  rare: {
    share: 0.12,
    starts: words(
      `Bell Bon Brun Cas Cav Ferr Fior Gal Gian Guer Lam Mar Mont Nic Pal Pas Per Pic Ros Sal Sant Tar Ven Vill Zan`,
    ),
    ends: words(
      `acci aldi alli anelli ani aro atti azzi elli ello eri eschi etti ieri ini ino izzi olli oni osi otti ucci uolo`,
    ),
  },
};

export const westernEurope = [french, german, dutch, italian];
