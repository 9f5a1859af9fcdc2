"""How often the encoding of a small table is found: tables in many languages, by their rows.

``python -m benchmarks.encodings`` prints, for each language and number of rows, in how many of
twenty made-up tables every character is read as it was written.
"""

# ruff: noqa: E501 -- one line for each kind of words

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gmm_core.errors import DataError
from gmm_core.reading.encodings.encoding import find_encoding

SIZES = (2, 5, 20, 200)
N_TABLES = 20


class Language(NamedTuple):
    """Where the words are written, and what stands in headers and in columns of text."""

    codec: str
    headers: str
    names: str
    places: str
    levels: str


LANGUAGES = {
    "Japanese": Language(
        "cp932",
        "氏名 住所 種類 購入金額 年齢 身長 体重 売上 顧客 地域 備考 番号 性別 気温 面積 人口",
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 さくら ひなた 健太",
        "東京 大阪 名古屋 札幌 福岡 神戸 京都 横浜 仙台 広島 新潟 千葉 さいたま 那覇",
        "男性 女性 会員 一般 アデリー ジェンツー ヒゲ 良い 普通 悪い 大型 小型 春 夏 秋 冬",
    ),
    "Chinese, simplified": Language(
        "gb18030",
        "客户 消费金额 年龄 类型 姓名 城市 性别 身高 体重 收入 地区 编号 日期 数量 单价 面积 温度 备注",
        "王伟 李娜 张敏 刘洋 陈静 杨帆 赵磊 黄丽 周强 吴芳 徐杰 孙悦 马超 朱琳 胡军 郭峰 何欣 高翔",
        "北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 重庆 天津 苏州 长沙 青岛 哈尔滨",
        "男 女 会员 普通 优秀 良好 一般 较差 大型 小型 春季 夏季 秋季 冬季 已婚 未婚",
    ),
    "Chinese, traditional": Language(
        "cp950",
        "客戶 消費金額 年齡 類型 姓名 城市 性別 身高 體重 收入 地區 編號 日期 數量 單價 面積 溫度 備註",
        "陳怡君 林志明 黃雅婷 張家豪 李淑芬 王建國 吳佳穎 劉俊傑 蔡宗翰 楊美玲 許文雄 鄭雅文 謝明哲 郭靜怡",
        "臺北 高雄 臺中 臺南 新竹 基隆 嘉義 花蓮 屏東 桃園 香港 九龍 澳門 宜蘭",
        "男 女 會員 普通 優秀 良好 一般 較差 大型 小型 春季 夏季 秋季 冬季 已婚 未婚",
    ),
    "Korean": Language(
        "cp949",
        "이름 주소 종류 구매금액 나이 키 몸무게 매출 고객 지역 비고 번호 성별 기온 면적 인구 날개 부리",
        "김민수 이서연 박지훈 최유진 정하늘 강도윤 조은서 윤준호 장미경 임성현 한지민 오세훈 서지우 신동엽",
        "서울 부산 대구 인천 광주 대전 울산 세종 수원 춘천 청주 전주 포항 제주",
        "남성 여성 회원 일반 아델리 젠투 턱끈 좋음 보통 나쁨 대형 소형 봄 여름 가을 겨울",
    ),
    "Russian": Language(
        "cp1251",
        "Регион Доход Возраст Имя Город Пол Рост Вес Дата Количество Цена Площадь Температура Примечание",
        "Иванов Смирнова Кузнецов Попова Васильев Петрова Соколов Михайлова Новиков Фёдорова Морозов Волкова",
        "Москва Санкт-Петербург Новосибирск Екатеринбург Казань Самара Омск Челябинск Уфа Пермь Воронеж",
        "мужской женский высокий средний низкий да нет городской сельский весна лето осень зима",
    ),
    "Ukrainian": Language(
        "cp1251",
        "Область Дохід Вік Ім'я Місто Стать Зріст Вага Дата Кількість Ціна Площа Температура Примітка",
        "Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Лисенко Мельник Поліщук Гончаренко",
        "Київ Харків Одеса Дніпро Львів Запоріжжя Вінниця Полтава Чернігів Черкаси Житомир Суми",
        "чоловіча жіноча високий середній низький так ні міський сільський весна літо осінь зима",
    ),
    "Bulgarian": Language(
        "cp1251",
        "Област Доход Възраст Име Град Пол Ръст Тегло Дата Количество Цена Площ Температура Бележка",
        "Иванова Георгиев Димитрова Петров Николова Стоянов Тодорова Христов Ангелова Йорданов",
        "София Пловдив Варна Бургас Русе Плевен Сливен Добрич Шумен Перник Хасково Враца",
        "мъж жена висок среден нисък да не градски селски пролет лято есен зима",
    ),
    "Polish": Language(
        "cp1250",
        "Imię Nazwisko Województwo Dochód Wiek Płeć Wzrost Masa Miasto Ilość Wartość Powierzchnia Źródło",
        "Wiśniewski Wójcik Kamińska Lewandowski Zieliński Szymańska Woźniak Dąbrowski Kozłowski Jabłońska "
        "Król Wróbel Pawłowski Sławomir Małgorzata Łukasz Agnieszka Paweł Żaneta",
        "Łódź Kraków Wrocław Poznań Gdańsk Białystok Częstochowa Rzeszów Toruń Warszawa Lublin Katowice",
        "mężczyzna kobieta wysoki średni niski wieś miasto żółty biały zielony późny dąb świerk",
    ),
    "Czech": Language(
        "cp1250",
        "Jméno Příjmení Město Příjem Věk Pohlaví Výška Hmotnost Počet Cena Teplota Poznámka Kraj Množství",
        "Novák Svobodová Novotný Dvořák Černá Procházka Kučerová Veselý Horáková Němec Pokorný Růžičková "
        "Jiří Tomáš Ondřej Kateřina Lukáš",
        "Plzeň Liberec Olomouc Ústí Hradec České Budějovice Pardubice Zlín Přerov Děčín Žďár Praha Brno",
        "muž žena vysoký střední nízký město vesnice žlutý bílý zelený jaro léto podzim zima smrk dub",
    ),
    "Hungarian": Language(
        "cp1250",
        "Név Város Jövedelem Életkor Nem Magasság Súly Dátum Mennyiség Ár Terület Hőmérséklet Megjegyzés Idő",
        "Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Lakatos Takács Juhász "
        "Erzsébet Győző Ernő Zoltán Réka Dezső",
        "Győr Pécs Debrecen Szeged Miskolc Nyíregyháza Kecskemét Székesfehérvár Fertőd Szombathely Gödöllő",
        "férfi nő magas közepes alacsony erdő mező város tűlevelű lombos tölgy bükk fűz erős gyenge",
    ),
    "Slovak": Language(
        "cp1250",
        "Meno Priezvisko Mesto Príjem Vek Pohlavie Výška Hmotnosť Počet Cena Teplota Poznámka Kraj Množstvo",
        "Horváth Kováč Varga Tóth Nagy Baláž Molnár Lukáč Ďurica Ľubomír Šťastný Černák Žiak Hudáková",
        "Košice Prešov Žilina Banská Bystrica Nitra Trnava Trenčín Poprad Zvolen Ružomberok Levoča Šaľa",
        "muž žena vysoký stredný nízky mesto dedina žltý biely zelený jar leto jeseň zima breza dub",
    ),
    "Croatian": Language(
        "cp1250",
        "Ime Prezime Županija Dohodak Dob Spol Visina Težina Količina Cijena Površina Bilješka Općina Godišnje",
        "Horvat Kovačević Babić Marić Jurić Novak Kovačić Vuković Knežević Šimić Đurđević Žižić Matić",
        "Zagreb Split Rijeka Osijek Šibenik Čakovec Požega Đakovo Varaždin Karlovac Križevci Poreč",
        "muško žensko visok srednji nizak žuto bijelo zeleno proljeće ljeto jesen zima hrast četinjača",
    ),
    "Romanian": Language(
        "cp1250",
        "Nume Prenume Judeţ Venit Vârstă Sex Înălţime Greutate Cantitate Preţ Suprafaţă Temperatură Observaţii",
        "Popescu Ionescu Rădulescu Ştefănescu Niţă Mănăilă Bălan Gheorghiţă Crăciun Fătu Ioniţă Sârbu",
        "Bucureşti Iaşi Timişoara Braşov Constanţa Ploieşti Brăila Galaţi Târgu Mureş Suceava Bacău Piteşti",
        "bărbat femeie înalt mediu scund oraş sat galben alb verde primăvară vară toamnă iarnă",
    ),
    "French": Language(
        "cp1252",
        "Prénom Nom Âge Ville Département Taille Poids Qualité Quantité Année Température Surface Catégorie",
        "Éloïse François Noël Zoé Léa Chloé Jérôme Hélène Benoît Cédric Françoise Michèle Aurélie Gaël Inès",
        "Besançon Orléans Nîmes Angoulême Béziers Sète Mâcon Évreux Châlons Paris Lyon Lille Pérouges",
        "élevé moyen bas été hiver forêt pré chêne hêtre femelle mâle oui non très bon à revoir",
    ),
    "German": Language(
        "cp1252",
        "Name Größe Länge Höhe Stadt Straße Gewicht Geschlecht Temperatur Fläche Prüfung Ergebnis Wärme",
        "Müller Schäfer Köhler Jäger Größler Vögel Günther Böhm Krüger Weiß Schröder Fröhlich Bär Löwe",
        "Köln München Düsseldorf Nürnberg Lübeck Würzburg Göttingen Tübingen Gießen Berlin Hamburg Mölln",
        "männlich weiblich hoch mittel niedrig schön übel Frühling Sommer Grün Weiß Buche Kiefer Lärche",
    ),
    "Spanish": Language(
        "cp1252",
        "Nombre Ciudad Región Año Edad Género Tamaño Peso Categoría Población Temperatura Código Área",
        "José María Ángel Núñez Muñoz González Pérez Rodríguez Gómez Martín Jiménez Ibáñez Peña Íñigo",
        "Málaga Córdoba Cádiz León Ávila Coruña Logroño Mérida Jaén Almería Madrid Sevilla Cáceres",
        "sí no mañana tarde pequeño mediano grande otoño algodón pájaro águila niño niña",
    ),
    "Portuguese": Language(
        "cp1252",
        "Nome Município Região Ano Idade Gênero Área População Preço Descrição Código Observação Índice",
        "João Conceição Gonçalves Simões Guimarães Araújo Antônio Inês Mônica Luís Sebastião Assunção",
        "São Paulo Brasília Goiânia Maceió Belém Évora Guimarães Santarém Florianópolis Vitória Cuiabá",
        "não sim médio baixo verão primavera média máxima mínima urbano rural ração leão",
    ),
    "Italian": Language(
        "cp1252",
        "Nome Città Età Qualità Quantità Peso Altezza Categoria Temperatura Velocità Densità Umidità Unità",
        "Niccolò Nicolò Ferrarà Mosè Giosuè Rossi Bianchi Esposito Ricci Marino Greco Noè Salomè",
        "Forlì Cantù Mondovì Cefalù Patù Roma Milano Torino Bologna Fondi Santhià Ruà Palù",
        "sì no più meno perché così metà già lunedì martedì venerdì città campagna",
    ),
    "Swedish": Language(
        "cp1252",
        "Namn Ålder Län Vikt Längd Höjd Temperatur Område År Kön Anmärkning Värde Mängd",
        "Åsa Björn Göran Märta Håkan Jörgen Bodil Östen Mårten Lindström Sjöberg Åkesson Nyström",
        "Malmö Göteborg Örebro Västerås Umeå Luleå Jönköping Borås Gävle Växjö Skövde Stockholm Lund",
        "man kvinna hög medel låg vår sommar höst vinter gård skog å sjö träd",
    ),
    "Danish": Language(
        "cp1252",
        "Navn Alder Køn Vægt Højde Længde Område År Bemærkning Værdi Mængde Kommune Måned",
        "Søren Jørgen Åse Bjørn Kåre Mærsk Østergaard Sørensen Jørgensen Nygård Kjær Rasmus Mette",
        "København Århus Ålborg Næstved Køge Helsingør Tønder Rødovre Hjørring Odense Esbjerg Tårnby",
        "mand kvinde høj mellem lav forår sommer efterår vinter rød grøn blå skov sø",
    ),
    "Greek": Language(
        "cp1253",
        "Όνομα Πόλη Ηλικία Ύψος Βάρος Εισόδημα Φύλο Θερμοκρασία Ποσότητα Τιμή Εμβαδόν Σημείωση",
        "Παπαδόπουλος Γεωργίου Νικολάου Ιωάννου Δημητρίου Βασιλείου Ελένη Μαρία Κώστας Χρήστος",
        "Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Χανιά Καβάλα Ρόδος",
        "άνδρας γυναίκα υψηλός μέτριος χαμηλός ναι όχι άνοιξη καλοκαίρι φθινόπωρο χειμώνας",
    ),
    "Turkish": Language(
        "cp1254",
        "Adı Soyadı Şehir Yaş Gelir Ağırlık Yükseklik Sıcaklık Yağış Açıklama Bölge İlçe Eğitim Fiyatı",
        "Yılmaz Şahin Çelik Yıldız Öztürk Aydın Doğan Kılıç Aslan Çetin Kaya Ayşe Gülşen İbrahim Oğuz",
        "İstanbul İzmir Diyarbakır Şanlıurfa Muğla Ağrı Eskişehir Balıkesir Kırşehir Iğdır Bağcılar",
        "kadın erkek yüksek düşük orta kış yaz ilkbahar sonbahar kırsal kentsel doğru yanlış sarı yeşil",
    ),
    "Hebrew": Language(
        "cp1255",
        "שם עיר גיל גובה משקל הכנסה מין טמפרטורה כמות מחיר שטח הערה אזור",
        "כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן מלכה אזולאי שרה יוסף רחל",
        "ירושלים חיפה אילת אשדוד נתניה טבריה עכו צפת באר-שבע חולון",
        "זכר נקבה גבוה בינוני נמוך כן לא אביב קיץ סתיו חורף",
    ),
    "Arabic": Language(
        "cp1256",
        "الاسم المدينة العمر الطول الوزن الدخل الجنس الحرارة الكمية السعر المساحة ملاحظة",
        "محمد أحمد فاطمة خالد سعيد مريم يوسف عائشة حسن ليلى إبراهيم نور",
        "القاهرة دمشق بغداد الرياض عمان بيروت الإسكندرية تونس طرابلس مسقط",
        "ذكر أنثى مرتفع متوسط منخفض نعم لا ربيع صيف خريف شتاء",
    ),
    "Thai": Language(
        "cp874",
        "ชื่อ เมือง อายุ ส่วนสูง น้ำหนัก รายได้ เพศ อุณหภูมิ จำนวน ราคา พื้นที่ หมายเหตุ",
        "สมชาย สมหญิง วิชัย มาลี ประเสริฐ สุดา นิรันดร์ อรุณ กมล พิมพ์",
        "กรุงเทพ เชียงใหม่ ภูเก็ต ขอนแก่น สงขลา อยุธยา ระยอง ลำปาง",
        "ชาย หญิง สูง กลาง ต่ำ ใช่ ไม่ ร้อน ฝน หนาว",
    ),
    "Lithuanian": Language(
        "cp1257",
        "Vardas Pavardė Miestas Amžius Ūgis Svoris Pajamos Lytis Temperatūra Kiekis Plotas Pastabą Šalis",
        "Kazlauskas Petrauskienė Žukauskas Balčiūnas Šimkutė Jankauskaitė Butkevičius Ąžuolas Rūta Eglė",
        "Šiauliai Panevėžys Klaipėda Mažeikiai Marijampolė Rokiškis Biržai Telšiai Kėdainiai Tauragė",
        "moteris vyras didelė maža vidutinė žiema pavasarį vasarą rudenį ąžuolas beržas pušis",
    ),
    "Latvian": Language(
        "cp1257",
        "Vārds Uzvārds Pilsēta Augums Svars Ienākumi Dzimums Temperatūra Skaits Platība Piezīme Cena",
        "Bērziņš Kalniņš Ozoliņa Jansons Ozols Liepiņa Krūmiņš Balodis Eglītis Zariņa Pētersone Āboliņš",
        "Rīga Liepāja Jelgava Jūrmala Rēzekne Valmiera Cēsis Jēkabpils Tukums Ķekava Saldū",
        "sieviete vīrietis liels mazs vidējs ziema vasarā pavasarī rudenī bērzs kļava ozolā",
    ),
    "units and signs": Language(
        "cp1252",
        "T(°C) V(m³) A(m²) x(µm) err(±) price(€) dose(µg) angle(°) flow(m³/h) ratio(½) density(g/cm³)",
        "sample control d’eau don’t l’arbre café “high” naïve 10±2 20°C 3µm 5m² 12m³ ½ A–B é",
        "site plot lab field well John’s Åland Zürich naïve Curaçao Malmö",
        "low high 5µm 25°C ±1 §4 ©2020 3×4 10€ £5 50¢ “a” ‘b’ …",
    ),
}

LANGUAGES |= {
    f"{name}, {codec}": LANGUAGES[name]._replace(codec=codec)
    for name, codec in (
        ("Russian", "koi8_r"),
        ("Russian", "cp866"),
        ("Polish", "iso8859_2"),
        ("Czech", "iso8859_2"),
        ("French", "mac_roman"),
        ("German", "mac_roman"),
        ("French", "cp850"),
        ("German", "cp850"),
    )
}


def tables(language: Language, n_rows: int) -> Iterator[str]:
    """Yield tables in a language: one to three columns of text beside two of numbers."""
    headers, names, places, levels = (words.split() for words in language[1:])
    for seed in range(N_TABLES):
        rng = np.random.default_rng(seed)
        separator = ";" if seed % 3 == 0 else "\t" if seed % 5 == 0 else ","
        kinds = [names, places, levels][: 1 + seed % 3] if seed % 4 else [places]
        columns = [list(rng.choice(kind, n_rows)) for kind in kinds]
        if seed % 7 == 3:  # "Region 1", "Region 2", ...
            columns[0] = [f"{columns[0][0]} {row}" for row in range(n_rows)]
        columns += list(rng.normal(100, 20, (2, n_rows)).round(1).astype(str))
        lines = [rng.permutation(headers)[: len(columns)], *zip(*columns, strict=True)]
        yield "".join(separator.join(line) + "\n" for line in lines)


def is_found(text: str, codec: str) -> bool:
    """Whether a table is read as it was written."""
    content = text.encode(codec)
    try:
        found = find_encoding(content)
    except DataError:
        return False
    return content[found.start :].decode(found.codec) == text


def found(language: Language, n_rows: int) -> int:
    """Return how many tables of so many rows are read as they were written."""
    return sum(is_found(text, language.codec) for text in tables(language, n_rows))


def main() -> None:
    """Print a table of all languages."""
    print("| language | encoding |", " | ".join(f"{n} rows" for n in SIZES), "|")
    print("|---|---|" + "---|" * len(SIZES))
    for name, language in LANGUAGES.items():
        counts = " | ".join(f"{found(language, n)}" for n in SIZES)
        print(f"| {name} | {language.codec} | {counts} |")


if __name__ == "__main__":
    main()
