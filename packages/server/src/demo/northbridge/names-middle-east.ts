import type { NameGroup } from './name-group';
import { words } from './words';

const turkish: NameGroup = {
  countries: ['Türkiye', 'Germany'],
  share: [0.5, 2.2],
  female: words(
    `Fatma Ayşe Emine Zeynep Elif Merve Büşra Esra Özlem Gülşen Şeyma Yasemin Çiğdem Defne Ece İpek Nazlı Sıla Pınar Hülya Tuğçe`,
  ),
  male: words(
    `Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Yusuf Murat Ömer Emre Burak Kerem Çağlar Gökhan Işık Umut Tolga Barış Şükrü Oğuz`,
  ),
  family:
    words(`Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek
    Polat Korkmaz Çakır Erdoğan Özcan Acar Güneş Yavuz Can Şen Aktaş Bulut Taş Aksoy Güler Avcı Tekin Yalçın Bozkurt Turan Ünal Işık Keskin
    Köse Ateş Sarı Kaplan Coşkun Tunç Erdem Bayram Gündüz Uysal Ayhan`),
  rare: {
    share: 0.25,
    starts:
      words(`Ak Al Altın Ay Bay Bal Boz Büyük Can Çalış Dal Demir Er Gök Gül Güm Hacı Kara Kayı Kılıç Koca Kız Öz Pek Sarı Say Soy Şen Taş
      Tek Tok Tuğ Uz Yal Yaz`),
    ends: words(
      `oğlu türk soy taş demir han kan er men gün pınar bulut tepe kaya doğan alp baş bay kol yürek`,
    ),
  },
};

const arabic: NameGroup = {
  countries: [
    'Egypt',
    'Saudi Arabia',
    'United Arab Emirates',
    'Lebanon',
    'Jordan',
    'Morocco',
    'Kuwait',
    'Qatar',
  ],
  share: [1.5, 6],
  female:
    words(`Fatima:فاطمة Mariam:مريم Aisha:عائشة Noor:نور Sara:سارة Layla:ليلى Zainab:زينب Huda:هدى Amal:أمل Salma:سلمى Rania:رانيا
    Dina:دينا Yasmin:ياسمين Hanan:حنان Reem:ريم Nadia:نادية Khadija:خديجة Lina:لينا Samira:سميرة Dalal:دلال Asma:أسماء Maha:مها Ghada:غادة`),
  male: words(`Mohammed:محمد Ahmed:أحمد Ali:علي Omar:عمر Mahmoud:محمود Hassan:حسن Hussein:حسين Khaled:خالد Youssef:يوسف Ibrahim:إبراهيم
    Mustafa:مصطفى Abdullah:عبدالله Tariq:طارق Karim:كريم Amr:عمرو Fahad:فهد Saad:سعد Walid:وليد Sami:سامي Nasser:ناصر Rashid:راشد
    Abdulrahman:عبدالرحمن Ziad:زياد`),
  family:
    words(`Hassan:حسن Ali:علي Ahmed:أحمد Ibrahim:إبراهيم Mahmoud:محمود Khalil:خليل Saleh:صالح Al-Sayed:السيد Mansour:منصور Abdallah:عبدالله
    Khoury:خوري Haddad:حداد Nasser:ناصر Al-Ghamdi:الغامدي Al-Harbi:الحربي Al-Qahtani:القحطاني Al-Shehri:الشهري Al-Otaibi:العتيبي Al-Zahrani:الزهراني
    Al-Mutairi:المطيري Al-Dosari:الدوسري Farouk:فاروق Aziz:عزيز Fawzi:فوزي Shaheen:شاهين Bakri:بكري Nassar:نصار Saad:سعد Sabry:صبري Taha:طه
    Younis:يونس Zaki:زكي Al-Masri:المصري Al-Najjar:النجار Al-Khatib:الخطيب Hamdan:حمدان Awad:عوض Barakat:بركات Darwish:درويش Ghanem:غانم
    Bennani:بناني El_Amrani:العمراني El_Idrissi:الإدريسي Tazi:تازي Berrada:برادة
    Benjelloun:بنجلون Alaoui:علوي Haidar:حيدر Jaber:جابر Karam:كرم Maalouf:معلوف Nakhle:نخلة Rahal:رحال Sarkis:سركيس Tannous:طنوس`),
  double: { share: 0.2, joint: ' ' },
  married: 0.01,
};

const persian: NameGroup = {
  countries: ['Iran', 'Canada', 'Germany'],
  share: [1.2, 2],
  female: words(
    `Zahra Maryam Fatemeh Sara Narges Leila Shirin Parisa Nasrin Mahsa Niloufar Azadeh Yasaman Golnaz Roya Samira`,
  ),
  male: words(
    `Ali Mohammad Reza Hossein Amir Mehdi Saeed Hamid Behrouz Arash Kaveh Farhad Dariush Babak Siavash Kourosh`,
  ),
  family:
    words(`Mohammadi Hosseini Ahmadi Karimi Rezaei Moradi Jafari Rahimi Hashemi Ebrahimi Akbari Sadeghi Heidari Ghasemi Norouzi Kazemi
    Mousavi Soltani Rostami Abbasi Najafi Asadi Amiri Shariati Zamani Bagheri Tehrani Shirazi Esfahani`),
  rare: {
    share: 0.3,
    starts:
      words(`Ahmad Ali Amin Asad Bahram Danesh Esmail Farahan Ghaffar Ghol Hadi Hakim Jam Kamal Karim Khorasan Latif Mahmoud Mir Naser Nazar
      Pour Rahim Rajab Safar Salim Shah Taher Yazdan Zar`),
    ends: words(`i ian zadeh pour nejad abadi khani vand far nia`),
  },
};

const israeli: NameGroup = {
  countries: ['Israel', 'United States'],
  share: [0.6, 0.9],
  female: words(`Noa Tamar Yael Maya Shira Michal Rachel Avigail Hadas Inbal Orly Ronit`),
  male: words(`David Noam Yosef Itai Ariel Moshe Yonatan Eitan Amir Gilad Omer Uri`),
  family:
    words(`Cohen Levy Mizrahi Peretz Biton Dahan Avraham Friedman Malka Azulay Katz Yosef David Amar Ohayon Hadad Gabay Ben-David Adler
    Segal Klein Shapiro Ben-Ami Bar-Lev Weiss Goldberg Rosenberg Grinberg Shalom Golan Harari Tal Almog Carmi Ben-Haim`),
};

export const middleEast = [turkish, arabic, persian, israeli];
