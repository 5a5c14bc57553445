import type { NameGroup } from './name-group';
import { romanizeCyrillic } from './romanize';
import { words } from './words';

const polish: NameGroup = {
  countries: ['Poland', 'United Kingdom'],
  share: [0.8, 3],
  female:
    words(`Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Joanna Magdalena Zofia Zuzanna Julia Aleksandra Wiktoria
    Natalia Łucja Bożena Grażyna Jadwiga Halina Kinga Świętosława`),
  male: words(`Piotr Krzysztof Andrzej Tomasz Jan Paweł Michał Marcin Jakub Adam Łukasz Marek Grzegorz Mateusz Wojciech Mariusz Stanisław
    Zbigniew Kacper Filip Szymon Bartłomiej Sławomir Władysław`),
  family:
    words(`Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski
    Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel
    Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Witkowski Walczak Sikora Baran Rutkowski
    Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski Wróblewski Marciniak Jasiński Zawadzki Bąk Jakubowski Sadowski Duda
    Włodarczyk Wilk Chmielewski Borkowski Sokołowski Szczepański Sawicki Kucharski Lis Maciejewski Łukaszewicz Łopuszański Żak Ślusarczyk`),
  rare: {
    share: 0.22,
    starts:
      words(`Bar Bia Bog Boro Brzez Buk Chmiel Cieś Czar Dobr Dom Drze Gaj Głow Gol Grab Jan Jar Kal Kam Kos Kraj Krup Lip Lub Łas Mal
      Mar Miecz Mil Nied Ol Orł Piasec Pol Rad Rog Rom Sol Star Stroj Tar Tom Urb Wal War Wierzb Wit Zar Zab Żuk`),
    ends: words(`owski ewski iński ański ecki icki owicz ewicz czyk czak ak ek iak owiec`),
  },
  feminine: (family) => family.replace(/(s|c|dz)ki$/, '$1ka'),
};

const czech: NameGroup = {
  countries: ['Czechia', 'Slovakia'],
  share: [0.4, 1.2],
  female: words(
    `Jana Marie Eva Hana Anna Lenka Kateřina Věra Lucie Alena Petra Tereza Zdeňka Veronika Markéta Eliška Adéla Barbora`,
  ),
  male: words(
    `Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk František Václav Michal Lukáš Ondřej Vojtěch Štěpán Matěj`,
  ),
  family:
    words(`Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Pospíšil Marek Hájek Král Jelínek Růžička
    Beneš Fiala Sedláček Doležal Zeman Kolář Navrátil Čermák Vaněk Urban Kříž Blažek Kratochvíl Kopecký Bartoš Musil Konečný Malý Šimek
    Vlček Polák Štěpánek Říha Šťastný Kadlec Mareš Hruška Bureš Tichý Moravec Matoušek`),
  rare: {
    share: 0.15,
    starts: words(
      `Ben Bláh Brab Bud Čáp Dost Hav Hol Hrad Jan Jir Kov Kub Lib Mach Mik Nov Pav Petr Sed Stan Šim Tom Vav Vond Zah`,
    ),
    ends: words(`ák áček ek ík ička áň ec eš ovský ický ata`),
  },
  feminine: (family) => {
    if (family.endsWith('ý')) return family.replace(/ý$/, 'á');
    if (/[eě][kc]$/.test(family)) return family.replace(/[eě]([kc])$/, '$1ová');
    return family.replace(/a$/, '') + 'ová';
  },
};

const russian: NameGroup = {
  countries: ['Russia', 'Kazakhstan', 'Germany'],
  share: [0.4, 2],
  female:
    words(`Анна Елена Мария Ольга Наталья Татьяна Екатерина Ирина Светлана Анастасия Юлия Дарья Софья Ксения Людмила Галина Полина
    Вера Надежда Любовь Алиса Варвара Евгения Марина`),
  male: words(`Александр Сергей Дмитрий Алексей Андрей Иван Михаил Владимир Николай Павел Максим Евгений Юрий Артём Виктор Игорь Олег
    Константин Григорий Фёдор Тимофей Кирилл Роман Борис`),
  family:
    words(`Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов
    Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв
    Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев
    Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов
    Крылов Куликов Карпов Власов Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Щукин Чернышевский Троицкий`),
  rare: {
    share: 0.2,
    starts:
      words(`Ага Бар Бел Бес Бог Бур Вер Вор Гал Гол Гор Град Дол Дуб Ерм Жел Зар Зим Кал Кар Кол Кор Лап Лук Мал Мир Нар Овч Пан
      Пол Раз Рат Руд Сав Сел Сол Стар Тал Тер Уш Хар Цвет Чап Шар Яр`),
    ends: words(`анов инов ников чиков ышев аев ухин ейкин шин лов ьков синский ковский менцев тарёв`),
  },
  feminine: (family) =>
    family.endsWith('ский') || family.endsWith('цкий') ? family.replace(/ий$/, 'ая') : family + 'а',
  romanize: romanizeCyrillic,
};

const ukrainian: NameGroup = {
  countries: ['Ukraine', 'Poland', 'Canada'],
  share: [0.2, 1.2],
  female: words(
    `Olena Oksana Iryna Nataliia Kateryna Yuliia Tetiana Sofiia Mariia Solomiia Zlata Daryna Halyna Liudmyla`,
  ),
  male: words(
    `Oleksandr Andrii Serhii Volodymyr Dmytro Ivan Mykola Yurii Bohdan Taras Vasyl Oleh Nazar Maksym`,
  ),
  family:
    words(`Melnyk Shevchenko Bondarenko Kovalenko Boiko Tkachenko Kravchenko Kovalchuk Oliinyk Shevchuk Koval Polishchuk Tkachuk
    Bondar Marchenko Moroz Lysenko Rudenko Savchenko Petrenko Klymenko Pavlenko Kravchuk Kuzmenko Ponomarenko Savchuk Vasylenko Levchenko
    Kharchenko Sydorenko Karpenko Havryliuk Mazur Hnatiuk Romaniuk Panchenko`),
  rare: {
    share: 0.2,
    starts: words(
      `Andri Bil Bor Chorn Danyl Dem Dor Fed Haid Hor Hryts Iv Kost Lev Luk Mats Myk Nah Ost Prokop Rom Sem Skor Stets Vas Yar Zin`,
    ),
    ends: words(`enko iuk chuk ets yshyn skyi ivskyi iak ovych`),
  },
};

const romanianAndHungarian: NameGroup = {
  countries: ['Romania', 'Hungary'],
  share: [0.4, 1.8],
  female: words(
    `Maria Elena Ioana Andreea Ana Mihaela Alexandra Cristina Ștefania Raluca Zsófia Anna Katalin Ágnes Erzsébet Ildikó Eszter Réka`,
  ),
  male: words(
    `Andrei Ion Alexandru Mihai Gheorghe Ștefan Cristian Vlad Răzvan Ionuț László István Zoltán Gábor Péter Attila Bálint Máté`,
  ),
  family:
    words(`Popescu Ionescu Popa Radu Nagy Kovács Dumitru Stan Stoica Gheorghe Matei Tóth Szabó Horváth Ciobanu Rusu Constantin Marin
    Varga Kiss Molnár Németh Farkas Balogh Lazăr Florea Țurcanu Moldovan Munteanu Șerban Barbu Dinu Papp Takács Juhász Lakatos Mészáros
    Oláh Simon Rácz Fekete Szilágyi Bârsan Câmpeanu Drăgulescu`),
  rare: {
    share: 0.15,
    starts: words(
      `Albu Ant Bog Bră Căl Cost Dan Dobr Drag Ene Fil Gavr Grig Iord Lup Man Mar Mih Neg Nic Pan Pav Petr Răd Sim Stan Tud Vas`,
    ),
    ends: words(`escu oiu eanu aru ache ilă uță`),
  },
};

const greek: NameGroup = {
  countries: ['Greece', 'Cyprus'],
  share: [1, 2.2],
  female: words(
    `Maria Eleni Katerina Vasiliki Sofia Anastasia Georgia Dimitra Ioanna Evangelia Despina Angeliki Chrysanthi Theodora Zoe Foteini`,
  ),
  male: words(`Georgios Dimitrios Konstantinos Ioannis Nikolaos Christos Panagiotis Vasileios Athanasios Michail Spyridon Stavros Evangelos
    Apostolos Petros Theodoros`),
  family:
    words(`Papadopoulos Papageorgiou Oikonomou Pappas Karagiannis Dimitriou Georgiou Vlachos Ioannidis Angelopoulos Nikolaidis
    Makris Antoniou Konstantinou Athanasiou Vasiliou Panagiotopoulos Alexiou Christodoulou Michailidis Theodorou Stavrou Samaras
    Giannopoulos Petridis Kyriakou Charalambous Economides`),
  rare: {
    share: 0.4,
    starts:
      words(`Alex Anagnost Andre Angel Anton Apost Argyr Athanas Char Christ Dem Diam Elef Evang Fot Gavr Giann Grig Ioann Kal Kary Kok
      Konstant Kyri Lamb Leon Mark Mavr Mich Mout Nik Pan Papad Papag Pavl Petr Sark Sotir Spyr Stath Stef Tsak Theo Triant Vas Xen Zach`),
    ends: words(`opoulos idis akis ellis atos akos oulis iadis akopoulos oglou`),
  },
  feminine: (family) =>
    family
      .replace(/(poul|at|ak|mar)os$/, '$1ou')
      .replace(/idis$/, 'idou')
      .replace(/iadis$/, 'iadou')
      .replace(/(ak|ell|oul|ann|akr)is$/, '$1i'),
};

const balkan: NameGroup = {
  countries: ['Croatia', 'Serbia', 'Bulgaria', 'Slovenia'],
  share: [0.4, 1.5],
  female: words(
    `Ana Marija Ivana Jelena Milica Katarina Maja Dragana Nevena Đurđa Željka Snežana Lucija Petra Mirjana Vesna`,
  ),
  male: words(
    `Ivan Marko Nikola Luka Josip Stjepan Tomislav Đorđe Željko Miloš Nemanja Goran Zoran Boris Matej Vuk`,
  ),
  family:
    words(`Horvat Kovačević Babić Marić Jurić Novak Kovačić Knežević Vuković Marković Petrović Jovanović Nikolić Đorđević Stojanović
    Ilić Pavlović Božić Matić Blažević Perić Tomić Kralj Zupan Krajnc Šarić Lovrić Popović Jukić Filipović Đurić Žižek`),
  rare: {
    share: 0.25,
    starts: words(
      `Ađ Bab Bog Bra Bukv Čov Dam Drag Gav Grg Iv Jak Jan Kat Klar Luk Mil Mir Mus Obr Pav Rad Rist Sim Sred Stan Tad Uroš Vid Zlat Živk`,
    ),
    ends: words(`ić ović ević anović ičić ojević inović`),
  },
};

export const easternEurope = [polish, czech, russian, ukrainian, romanianAndHungarian, greek, balkan];
