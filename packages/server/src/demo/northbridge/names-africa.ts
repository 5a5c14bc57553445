import type { NameGroup } from './name-group';
import { words } from './words';

const yorubaAndIgbo: NameGroup = {
  countries: ['Nigeria', 'United Kingdom', 'United States'],
  share: [1.5, 5],
  female:
    words(`Ngozi Chioma Blessing Adaeze Funmilayo Folake Ifeoma Grace Amaka Yetunde Temitope Chiamaka Esther Titilayo Kehinde Uchenna Aisha Zainab
    Ọlá Bùkọ́lá Nkechi Adanna`),
  male: words(`Chukwuemeka Oluwaseun Emeka Tunde Babatunde Chinedu Ibrahim Kelechi Femi Olumide Ikenna Obinna Segun Taiwo Adewale Uche Musa Abubakar
    Kayode Nnamdi Samuel Emmanuel`),
  family:
    words(`Okafor Adeyemi Okonkwo Ibrahim Eze Adebayo Bello Nwosu Okoye Obi Musa Abubakar Ogunleye Balogun Nwachukwu Afolabi Ojo Yusuf Okeke
    Uzor Onyekachi Lawal Sani Danjuma Aliyu Chukwu Anyanwu Igwe Ezeh Oyelaran Bankole Olawale`),
  rare: {
    share: 0.45,
    starts: words(
      `Ade Ola Olu Ogun Oye Ayo Akin Ba Fa Ife Odu Oyin Owo Abi Adeni Oluwa Okon Nwa Chi Eze Onye Uche Obi Ike Ka Nna Ama`,
    ),
    ends: words(`bayo yemi bola wale sanya dele tunde kunle niyi jimi leke lami gboyega mide femi segun ronke seun kwo nkwo chukwu meka nna
      ma oma bisi gbade koya lade tayo toye wumi`),
  },
};

const ghanaian: NameGroup = {
  countries: ['Ghana', 'United Kingdom'],
  share: [0.5, 1.2],
  female: words(`Akosua Ama Abena Efua Adwoa Yaa Esi Afia Akua Grace Abigail Mavis`),
  male: words(`Kwame Kofi Kwabena Yaw Kojo Kwaku Kwasi Emmanuel Ebenezer Nana Samuel Isaac`),
  family:
    words(`Mensah Owusu Boateng Asante Osei Appiah Agyeman Amoah Acheampong Adjei Frimpong Ofori Danquah Ansah Antwi Addo Quaye Opoku
    Gyamfi Asare Darko Nkrumah Sarpong Yeboah Tetteh Lartey Ampofo Bonsu`),
  double: { share: 0.12, joint: '-' },
};

const kenyan: NameGroup = {
  countries: ['Kenya', 'Uganda', 'Tanzania'],
  share: [0.7, 1.8],
  female: words(
    `Wanjiku Achieng Mary Faith Mercy Wambui Njeri Akinyi Grace Nyambura Chebet Jepkosgei Wangari Atieno Neema Zawadi Amina Rehema`,
  ),
  male: words(
    `Kamau Otieno John Brian Kipchoge Mwangi Ochieng Njoroge Kiprono Peter Juma Omondi Mutua Wafula Barasa Baraka Joseph Daudi`,
  ),
  family:
    words(`Mwangi Otieno Kamau Odhiambo Maina Njoroge Ochieng Kariuki Onyango Kimani Wanjiru Omondi Karanja Mutua Njuguna Ouma Kipkemboi
    Cheruiyot Koech Rotich Kiptoo Langat Muthoni Wafula Barasa Simiyu Wekesa Musyoka Mutiso Kilonzo Ndung'u Ng'ang'a Gathogo Githinji Macharia
    Okello Mugisha Ssemakula Nakato Mushi Kessy Mollel`),
  rare: {
    share: 0.2,
    starts: words(`Ki Kip Che Jep Mu Mwa Ka Nja Wa Gi Nyo Ro Lo Ru Tu`),
    ends: words(
      `chumba korir lagat mbura ndiki ngetich njeri ruto sang tanui thuo tich wangi kosgei yego beti ndungu roge tuku yoka`,
    ),
  },
};

const ethiopianAndSouthern: NameGroup = {
  countries: ['South Africa', 'Ethiopia', 'Zimbabwe'],
  share: [0.8, 1.6],
  female: words(
    `Thandiwe Nomvula Lerato Zanele Naledi Palesa Ayanda Hiwot Selam Tigist Rudo Chipo Tendai Annelize Marlize Busisiwe`,
  ),
  male: words(
    `Sipho Thabo Bongani Mandla Lwazi Kagiso Abebe Dawit Yonas Tafadzwa Farai Tatenda Johan Pieter Hendrik Andile`,
  ),
  family:
    words(`Dlamini Nkosi Ndlovu Khumalo Sithole Mokoena Botha van_der_Merwe Mkhize Naidoo Pillay van_Wyk Zulu Mthembu Buthelezi Molefe
    Mabaso Tshabalala Radebe Maseko Moyo Sibanda Ncube Chikwanha Mutasa Tesfaye Bekele Haile Alemu Girma Tadesse Kebede Coetzee Pretorius
    du_Plessis Venter Steyn`),
};

export const africa = [yorubaAndIgbo, ghanaian, kenyan, ethiopianAndSouthern];
