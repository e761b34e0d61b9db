"""The feasts of the church by which days were named: their names, their days, and where they were kept.

Fixed feasts after Cheney, A Handbook of Dates (rev. M. Jones, 2000), and Grotefend, Taschenbuch der Zeitrechnung
(14th ed., 2007); movable ones by their distance from Easter Sunday. A feast kept on different days in different
lands has all of them. `SAINTS` need a title ("St", "feast of", "'s day"); a `FEASTS` name stands by itself.
One table in one module: it is looked up, not read, and a day that is added has one place.
"""

from __future__ import annotations

import re
from functools import lru_cache

MOVABLE: dict[str, tuple[int | tuple[int, ...], str]] = {
    "septuagesima": (-63, "septuagesima sunday, septuagesime, circumdederunt"),
    "sexagesima": (-56, "sexagesima sunday, exsurge, sexagesime"),
    "quinquagesima": (-49, "shrove sunday, quinquagesima sunday, estomihi, esto mihi, quinquagesime"),
    "shrove monday": (-48, "rosenmontag, lundi gras"),
    "shrove tuesday": (-47, "fastnacht, fasnacht, fastnachtsdienstag, mardi gras, carnival, martedi grasso, vastenavond"),
    "ash wednesday": (-46, "feria quarta cinerum, feria iv cinerum, aschermittwoch, mercredi des cendres, cineres, caput ieiunii, caput jejunii, mercoledi "
        "delle ceneri, miercoles de ceniza, aswoensdag, dies cinerum"),
    "quadragesima": (-42, "invocavit, quadragesima sunday, first sunday of lent, first sunday in lent, invokavit"),
    "reminiscere": (-35, "second sunday of lent, second sunday in lent"),
    "oculi": (-28, "third sunday of lent, third sunday in lent"),
    "laetare": (-21, "mid lent sunday, mid lent, midlent, letare, letare jerusalem, laetare jerusalem, mothering sunday, mittfasten, mi careme, "
        "fourth sunday of lent, fourth sunday in lent, halfvasten"),
    "judica": (-14, "passion sunday, iudica, judika"),
    "palm sunday": (-7, "paques fleuries, palmsonntag, palmarum, dominica palmarum, rameaux, dimanche des rameaux, pasqua fiorita, "
        "domenica delle palme, domingo de ramos, palmzondag, in ramis palmarum, palmtag"),
    "maundy thursday": (-3, "holy thursday, grundonnerstag, gruendonnerstag, jeudi saint, cena domini, in cena domini, "
        "giovedi santo, jueves santo, witte donderdag, coena domini"),
    "good friday": (-2, "karfreitag, vendredi saint, parasceve, venerdi santo, viernes santo, goede vrijdag"),
    "holy saturday": (-1, "easter eve, karsamstag, samedi saint, sabbatum sanctum, sabato santo, sabado santo, "
        "stille zaterdag, ostersamstag, osterabend"),
    "easter": (0, "easter sunday, easter day, ostern, ostersonntag, ostertag, paques, jour de paques, dimanche de paques, "
        "pasqua, pascha, pasche, die pasche, pascua, pascua de resurreccion, pasen, paaszondag, domenica di pasqua, paschatis"),
    "easter monday": (1, "ostermontag, lundi de paques, pasquetta, paasmaandag, lunes de pascua"),
    "easter tuesday": (2, "osterdienstag, mardi de paques"),
    "low sunday": (7, "quasimodo, quasimodogeniti, weisser sonntag, dominica in albis, quasimodo sunday, clausum pasche, "
        "close of easter, beloken pasen, quasimodo geniti"),
    "hock monday": ((8, 15), ""),
    "hock tuesday": ((9, 16), "hockday, hock day, hokeday, hoke day"),
    "hocktide": ((8, 9, 15, 16), "hoketide"),
    "misericordia domini": (14, "misericordias domini, misericordia"),
    "jubilate": (21, ""),
    "cantate": (28, ""),
    "rogation sunday": (35, "rogate, vocem jucunditatis, vocem iocunditatis, vocem jocunditatis, vocem iucunditatis"),
    "ascension": (39, "ascension day, ascension of the lord, christi himmelfahrt, ascensio domini, ascensione, "
        "ascensionis, hemelvaart, hemelvaartsdag, auffahrt, ascensionis domini, fete de l'ascension"),
    "exaudi": (42, ""),
    "pentecost": (49, "whitsun, whit sunday, whitsunday, pfingsten, pfingstsonntag, pentecote, pentecoste, pentecostes, "
        "pinksteren, pfingsttag, penthecostes, pentecosten"),
    "whit monday": (50, "pfingstmontag, lundi de pentecote, pinkstermaandag, pentecost monday"),
    "whit tuesday": (51, "pfingstdienstag"),
    "trinity": (56, "trinity sunday, trinitatis, trinite, sainte trinite, trinita, trinidad, dreifaltigkeit, "
        "dreifaltigkeitssonntag, santissima trinita, drievuldigheid"),
    "corpus christi": (60, "corporis christi, fronleichnam, fete dieu, corpus domini, corpus, sacramentsdag, saint sacrement"),
}  # fmt: skip
"""Days from Easter Sunday, and other names. Of several each is meant by some: `WHICH` says which."""

FEASTS: dict[str, tuple[tuple[int, int] | tuple[tuple[int, int], ...], str, str]] = {
    "circumcision": ((1, 1), "", "new year's day, circumcisio, circumcisio domini, circumcision of the lord, neujahr, "
        "neujahrstag, beschneidung, beschneidung des herrn, circoncision, jour de l'an, circoncisione, capodanno, "
        "circumcisionis, ano nuevo, nieuwjaar"),
    "epiphany": ((1, 6), "", "twelfth day, epiphany of the lord, three kings, dreikonigstag, heilige drei konige, "
        "dreikonige, epiphanias, epiphanie, epiphania, epiphania domini, epifania, les rois, jour des rois, epifanie, "
        "driekoningen, theophania, reyes, reyes magos, drei konige, epiphaniae, erscheinung des herrn, drei konigen"),
    "candlemas": ((2, 2), "", "purification, purification of mary, purification of the virgin, purification of the blessed "
        "virgin mary, purification of our lady, candlemas day, lichtmess, maria lichtmess, mariae lichtmess, chandeleur, "
        "purificatio, purificatio marie, purificatio beate marie, candelora, candelaria, lichtmis, maria lichtmis, "
        "purification de la vierge, purificationis, purificazione, lichtmesse, hypapante, presentation of the lord"),
    "annunciation": ((3, 25), "", "lady day, lady day in march, annunciation of mary, annunciation of the virgin, "
        "annunciation of our lady, annunciation of the blessed virgin mary, annunciation of the lord, maria verkundigung, "
        "mariae verkundigung, verkundigung, annonciation, annunciatio, annunciatio dominica, annunciatio marie, "
        "annunciazione, anunciacion, maria boodschap, notre dame de mars, annunciationis, onze lieve vrouw in maart"),
    "invention of the cross": ((5, 3), "", "invention of the holy cross, finding of the cross, holy cross in may, "
        "kreuzauffindung, kreuzfindung, inventio crucis, inventio sancte crucis, inventio s crucis, invention de la croix, "
        "invention de la sainte croix, invenzione della croce, holy rood day in may, "
        "sainte croix en mai, kreuzerfindung, invencion de la cruz, kruisvinding"),
    "walpurgis": ((5, 1), "", "walpurgis day, walpurgistag, walburgis, walpurga"),
    "may day": ((5, 1), "", "mayday"),
    "midsummer": ((6, 24), "", "midsummer day, nativity of john the baptist, nativity of st john the baptist, nativity of "
        "st john, nativity of john, nativity of saint john the baptist, nativity of saint john, johannis, johannistag, "
        "johannis baptiste, johanni, saint jean d'ete, johannes der taufer, nativitas iohannis baptiste, "
        "nativitas johannis baptiste, johannes baptist, nativite de saint jean baptiste, nativite de saint jean, "
        "nativita di san giovanni battista, nativitas sancti iohannis baptiste, geburt johannis des taufers, sint jan, "
        "johannis im sommer, sunwend, sonnwend"),
    "visitation": ((7, 2), "", "visitation of mary, visitation of the virgin, visitation of our lady, maria heimsuchung, "
        "mariae heimsuchung, visitatio marie, heimsuchung mariens, visitazione, visitacion, maria visitatie"),
    "dispersal of the apostles": ((7, 15), "", "division of the apostles, divisio apostolorum, apostelteilung, aposteltag, "
        "separation of the apostles, dispersion of the apostles, zwolfbotentag"),
    "lammas": ((8, 1), "", "lammas day, peter in chains, st peter in chains, st peter ad vincula, peter ad vincula, gule of "
        "august, petri kettenfeier, petri ad vincula, st peter's chains, vincula petri, saint pierre aux liens, "
        "s pietro in vincoli, saint peter ad vincula, ad vincula petri, ad vincula sancti petri, petrus ad vincula"),
    "name of jesus": ((8, 7), "England", "holy name of jesus, holy name"),
    "transfiguration": ((8, 6), "", "transfiguration of the lord, verklarung christi, transfiguratio, trasfigurazione"),
    "assumption": ((8, 15), "", "assumption of mary, assumption of the virgin, assumption of our lady, assumption of the "
        "blessed virgin mary, lady day in august, dormition, maria himmelfahrt, mariae himmelfahrt, assumptio, assumptio "
        "marie, assumptio beate marie, assomption, assunzione, ferragosto, asuncion, notre dame d'aout, assumptionis, "
        "maria hemelvaart, unser frauen tag wurzweihe, wurzweihe, assumptio beate marie virginis"),
    "decollation of john the baptist": ((8, 29), "", "decollation of st john the baptist, decollation of st john, decollation of "
        "john, beheading of john the baptist, beheading of st john the baptist, decollatio iohannis baptiste, decollatio "
        "johannis, johannis enthauptung, enthauptung johannis, decollation de saint jean baptiste, decollazione di "
        "san giovanni battista, beheading of st john, decollation of saint john the baptist, decollatio johannis baptiste"),
    "nativity of mary": ((9, 8), "", "nativity of the virgin, nativity of our lady, nativity of the blessed virgin mary, "
        "nativity of the virgin mary, maria geburt, mariae geburt, nativitas marie, nativitas beate marie, nativite de la "
        "vierge, nativite de notre dame, nativita di maria, lady day in september, nativitas beate marie virginis, "
        "natividad de la virgen, maria geboorte"),
    "exaltation of the cross": ((9, 14), "", "exaltation of the holy cross, holy cross day, "
        "kreuzerhohung, exaltatio crucis, exaltatio sancte crucis, exaltation de la croix, exaltation de la "
        "sainte croix, esaltazione della croce, kruisverheffing, holy cross in september, sainte croix en septembre, "
        "heilig kreuz im herbst, exaltacion de la cruz, exaltatio s crucis"),
    "holy cross": (((9, 14), (5, 3)), "of its exaltation, 14 September, or of its invention, 3 May",
        "holy rood, holy rood day, holyrood day"),
    "michaelmas": ((9, 29), "", "michaelmas day, michaelis, michaeli, st michael and all angels, michael and all angels, "
        "mich, dedicatio sancti michaelis, dedicatio michaelis, sint michiel, michaelistag, michielsmis"),
    "eleven thousand virgins": ((10, 21), "", "11000 virgins, elftausend jungfrauen, 11000 jungfrauen, undecim milia virginum, "
        "undecim milium virginum, onze mille vierges, ursulatag"),
    "all saints": ((11, 1), "", "all hallows, all hallows day, all saints day, allerheiligen, "
        "toussaint, omnium sanctorum, ognissanti, tutti i santi, todos los santos, hallowmas, alhallows, allhallows, "
        "festum omnium sanctorum"),
    "all souls": ((11, 2), "", "all souls day, allerseelen, fete des morts, commemoratio animarum, omnium "
        "animarum, commemoracion de los difuntos, fieles difuntos, jour des morts, allerzielen, tutti i morti"),
    "martinmas": ((11, 11), "", "martini, martinmas day, martinstag, saint martin d'hiver, sint maarten, martlemas, martini "
        "hiemalis"),
    "presentation of mary": ((11, 21), "", "presentation of the virgin, maria opferung, mariae opferung, praesentatio marie, "
        "presentation of our lady, presentatio marie"),
    "conception of mary": ((12, 8), "", "conception of the virgin, conception of our lady, immaculate conception, conception of "
        "the blessed virgin mary, maria empfangnis, mariae empfangnis, conceptio marie, conception de la vierge, "
        "concepcion, immacolata concezione, inmaculada concepcion, conceptio beate marie, maria ontvangenis"),
    "o sapientia": ((12, 16), "England", ""),
    "christmas": ((12, 25), "", "xmas, christmas day, nativity of the lord, nativity, nativity of christ, nativity of our lord, weihnachten, "
        "weihnachtstag, christtag, noel, jour de noel, natale, natale del signore, nativitas domini, nativitatis domini, "
        "natalis domini, navidad, kerstmis, kerst, kerstdag, yule, geburt christi, natalis, natividad del senor, natalis christi"),
    "boxing day": ((12, 26), "", ""),
    "christmas eve": ((12, 24), "", "heiligabend, weihnachtsabend, heiliger abend, kerstavond, nochebuena, christabend"),
    "holy innocents": ((12, 28), "", "childermas, innocents, innocents day, holy innocents day, unschuldige kinder, saints "
        "innocents, innocentium, kindleintag, santi innocenti, santos inocentes, onnozele kinderen, sanctorum innocentium"),
    "new year's eve": ((12, 31), "", "silvestertag, silvester"),
}  # fmt: skip
"""Month and day, where it is kept if not everywhere, and other names."""

SAINTS: dict[str, tuple[tuple[int, int] | tuple[tuple[int, int], ...], str, str]] = {
    "edward": (((1, 5), (3, 18), (10, 13)), "the Confessor, 5 January or 13 October, or the Martyr, 18 March", ""),
    "edward the confessor": (((1, 5), (10, 13)), "5 January; 13 October, of his translation", "edward confessor, edward king "
        "and confessor"),
    "hilary": ((1, 13), "", "hilarius, hilaire, ilario, hilarii, hilario"),
    "felix in pincis": ((1, 14), "", "felix"),
    "maurus": ((1, 15), "", "maur, mauro, mauri"),
    "marcellus": ((1, 16), "", "marcel, marcello, marcelli"),
    "anthony": ((1, 17), "", "antony, antonius, antoine, antonio, antonii, antonius abbas, anthony abbot, antoniustag"),
    "prisca": ((1, 18), "", "prisce, priscae"),
    "wulfstan": ((1, 19), "England", "wulstan, wulfstani"),
    "fabian and sebastian": ((1, 20), "", "sebastian, fabian, sebastien, sebastiano, sebastiani, fabian und sebastian, "
        "fabiani et sebastiani, fabien et sebastien, sebastianus"),
    "agnes": ((1, 21), "", "agnetis, agnese, ines, agneta"),
    "vincent": ((1, 22), "", "vincentius, vincentii, vincenzo, vicente, vinzenz, vincenti"),
    "timothy": ((1, 24), "", "timotheus, timothee, timothei"),
    "conversion of paul": ((1, 25), "", "conversion of st paul, pauli bekehrung, conversio pauli, conversio sancti pauli, conversion "
        "of saint paul, conversion de saint paul, conversione di san paolo, pauls bekehrung"),
    "julian": ((1, 27), "", "juliani, julien, giuliano"),
    "bridget": ((2, 1), "", "brigid, bride, brigida, brigide, brigitte"),
    "blaise": ((2, 3), "", "blasius, blasii, biagio, blas, blasien"),
    "agatha": ((2, 5), "", "agathe, agata, agathen, agueda"),
    "dorothy": ((2, 6), "", "dorothea, dorothee, dorotea"),
    "vedast and amand": ((2, 6), "", "vedast, vaast, vedasti et amandi, amandus, vedast und amandus"),
    "apollonia": ((2, 9), "", "apolline, apollonie"),
    "scholastica": ((2, 10), "", "scholastique, scholastice, scolastica"),
    "valentine": ((2, 14), "", "valentin, valentinus, valentini, valentino"),
    "juliana": ((2, 16), "", "juliane, julienne"),
    "peter in cathedra": ((2, 22), "", "chair of st peter, st peter's chair, cathedra petri, petri stuhlfeier, petri "
        "cathedra, kathedra petri, peter's chair, cathedra sancti petri, chaire de saint pierre, stuhlfeier petri, "
        "cattedra di san pietro, petri ad cathedram"),
    "matthias": ((2, 24), "", "mathias, matthie, mattia, mathie, matthiae, matias, matthijs"),
    "oswald of worcester": ((2, 28), "England", "oswald bishop"),
    "david": ((3, 1), "Wales", "dewi"),
    "chad": ((3, 2), "England", "cedde"),
    "cunigunde": ((3, 3), "Germany", "kunigunde, kunigunden"),
    "perpetua and felicity": ((3, 7), "", "perpetua, perpetue, perpetue et felicitatis"),
    "thomas aquinas": ((3, 7), "", "thomas of aquino, thomas von aquin, thomas d'aquin"),
    "gregory": ((3, 12), "", "gregor, gregorius, gregorii, gregoire, gregorio, gregory the great, gregor des grossen"),
    "patrick": ((3, 17), "Ireland", "patricius, patricii, patrice"),
    "gertrude": ((3, 17), "Germany and the Low Countries", "gertrud, gertrudis, geertrui, gertruden"),
    "edward the martyr": ((3, 18), "England", "edward king and martyr"),
    "joseph": ((3, 19), "", "josephi, giuseppe, jose, jozef"),
    "cuthbert": ((3, 20), "England", "cuthberti"),
    "benedict": ((3, 21), "", "benedictus, benedicti, benoit, benedetto, benito, benedikt"),
    "rupert": ((3, 27), "Bavaria and Austria", "ruprecht, ruperti"),
    "richard of chichester": ((4, 3), "England", "richard"),
    "ambrose": ((4, 4), "", "ambrosius, ambrosii, ambroise, ambrogio"),
    "guthlac": ((4, 11), "England", "guthlaci"),
    "tiburtius and valerian": ((4, 14), "", "tiburtius, tiburtii et valeriani, tiburtius und valerian"),
    "alphege": ((4, 19), "England", "alfege, elphege, elphegi"),
    "george": ((4, 23), "", "georg, georgius, georgii, georges, giorgio, jorge, georgi, joris, jorgen, georgstag, jurgen"),
    "adalbert": ((4, 23), "Bohemia and Poland", "adalberti"),
    "mark": ((4, 25), "", "markus, marcus, marci, marc, marco, marcos, marcus evangelist, mark the evangelist"),
    "vitalis": ((4, 28), "", "vital, vitale"),
    "peter martyr": ((4, 29), "", "peter of verona, petrus martyr, pierre martyr"),
    "catherine of siena": ((4, 30), "", "katharina von siena, caterina da siena"),
    "philip and james": ((5, 1), "", "philippi et iacobi, philippi et jacobi, philipp und jakob, philippi und jacobi, "
        "jacques et philippe, philippe et jacques, filippo e giacomo, philip and jacob, felipe y santiago, philippi jacobi, "
        "james and philip, filips en jacobus, philippus und jakobus, philippus und jacobus"),
    "monica": ((5, 4), "", "monika"),
    "godehard": ((5, 5), "Germany", "gotthard, gotthardi, godehardi"),
    "john before the latin gate": ((5, 6), "", "john at the latin gate, johannes ante portam latinam, john ante portam latinam, "
        "johannis ante portam latinam, iohannis ante portam latinam, saint jean porte latine, jean porte latine, "
        "st john before the latin gate, st john ante portam latinam"),
    "john of beverley": ((5, 7), "England", ""),
    "stanislaus": ((5, 8), "Poland and Bohemia", "stanislai, stanislav"),
    "apparition of michael": ((5, 8), "", "apparition of st michael, apparitio michaelis, michaels erscheinung, apparitio sancti michaelis"),
    "translation of nicholas": ((5, 9), "", "translation of st nicholas, translatio nicolai, saint nicolas d'ete, translatio sancti nicolai"),
    "gordian and epimachus": ((5, 10), "", "gordian, gordiani et epimachi, gordian und epimachus"),
    "nereus and achilleus": ((5, 12), "", "nerei et achillei"),
    "pancras": ((5, 12), "", "pancratius, pancratii, pancrace, pankratius, pankraz, pancrazio"),
    "servatius": ((5, 13), "Germany and the Low Countries", "servaas, servais, servatii"),
    "boniface of tarsus": ((5, 14), "", "bonifatius von tarsus"),
    "dunstan": ((5, 19), "England", "dunstani"),
    "bernardino": ((5, 20), "", "bernardino of siena, bernardine, bernhardin"),
    "helena": ((5, 22), "", "helene, elena"),
    "urban": ((5, 25), "", "urbanus, urbani, urbain, urbano"),
    "aldhelm": ((5, 25), "England", "aldelm, aldhelmi"),
    "augustine of canterbury": ((5, 26), "England", "augustine of the english, augustine apostle of the english"),
    "bede": ((5, 27), "England", ""),
    "petronilla": ((5, 31), "", "petronille, petronelle"),
    "nicomedes": ((6, 1), "", "nicomedis"),
    "marcellinus and peter": ((6, 2), "", "marcellini et petri, marcellin et pierre"),
    "erasmus": ((6, 3), "", "elmo, erasmi, erasme"),
    "boniface": ((6, 5), "", "bonifatius, bonifacius, bonifacii, bonifatii, bonifacio"),
    "norbert": ((6, 6), "", "norberti"),
    "medard": ((6, 8), "", "medardus, medardi"),
    "william of york": ((6, 8), "England", "william"),
    "primus and felician": ((6, 9), "", "primi et feliciani"),
    "columba": ((6, 9), "Scotland and Ireland", "colum cille, columcille"),
    "barnabas": ((6, 11), "", "barnabe, barnabae, barnaba, barnabas apostle"),
    "anthony of padua": ((6, 13), "", "antonius von padua, antoine de padoue, antonio da padova, antonio di padova"),
    "basil": ((6, 14), "", "basilius, basile, basilii"),
    "vitus and modestus": ((6, 15), "", "vitus, veit, viti, guy, vito, vitus und modestus, veitstag, viti et modesti"),
    "botolph": ((6, 17), "England", "botulf, botolphi, botulph"),
    "gervase and protase": ((6, 19), "", "gervasius und protasius, gervasii et protasii, gervais et protais, gervasius and protasius, "
        "gervasius, gervais"),
    "translation of edward the martyr": ((6, 20), "England", ""),
    "alban": ((6, 22), "England", "albani"),
    "ten thousand martyrs": ((6, 22), "", "10000 martyrs, zehntausend martyrer, 10000 martyrer, decem milia martyrum"),
    "etheldreda": ((6, 23), "England", "audrey, aethelthryth, etheldrede"),
    "john the baptist": ((6, 24), "", "john baptist, johannes der taufer, iohannis baptiste, johannis baptiste, jean baptiste, "
        "giovanni battista, juan bautista, johannis baptistae, iohannis baptistae, johannes de doper, johannes baptista"),
    "eligius": ((6, 25), "", "eloi, loy, eligii, eligio"),
    "john and paul": ((6, 26), "", "johannes und paulus, iohannis et pauli, johannis et pauli, jean et paul"),
    "peter and paul": ((6, 29), "", "petri et pauli, peter und paul, pierre et paul, pietro e paolo, pedro y pablo, "
        "st peter and st paul, petrus en paulus, petrus und paulus, peter and st paul, pierre et saint paul, "
        "apostolorum petri et pauli, peter"),
    "commemoration of paul": ((6, 30), "", "commemoration of st paul, commemoratio pauli, pauli gedachtnis, commemoratio sancti pauli"),
    "translation of martin": ((7, 4), "", "translation of st martin, translatio martini, saint martin d'ete, saint martin le bouillant, "
        "martin in summer, martin le bouillant, martin bouillant, translatio sancti martini"),
    "ulrich": ((7, 4), "Germany", "udalricus, udalrici, ulrici, ulrichstag"),
    "translation of thomas becket": ((7, 7), "England", "translation of st thomas, translation of thomas, translation of st thomas "
        "becket, translation of st thomas the martyr, translatio sancti thome martiris, translation of thomas the martyr"),
    "kilian": ((7, 8), "Franconia", "kiliani, chilianus, chiliani"),
    "grimbald": ((7, 8), "England", ""),
    "seven brothers": ((7, 10), "", "septem fratrum, sieben bruder, sept freres"),
    "translation of benedict": ((7, 11), "", "translation of st benedict, translatio benedicti, translatio sancti benedicti"),
    "henry": ((7, 13), "Germany", "heinrich, henrici, heinrici"),
    "mildred": ((7, 13), "England", ""),
    "translation of swithun": ((7, 15), "England", "translation of st swithun, swithun, swithin, swithuni"),
    "alexius": ((7, 17), "", "alexis, alexii, alessio"),
    "kenelm": ((7, 17), "England", "kenelmi"),
    "arnulf": ((7, 18), "Lorraine", "arnulfi, arnoul"),
    "margaret": (((7, 20), (7, 13)), "20 July; 13 July in much of Germany", "margaretha, margarete, margarethe, margarete, "
        "marguerite, margherita, margarita, margareta, margareten"),
    "praxedes": ((7, 21), "", "praxedis"),
    "mary magdalene": ((7, 22), "", "mary magdalen, magdalene, maria magdalena, marie magdalene, marie madeleine, madeleine, "
        "maddalena, magdalena, marie magdalenae, maria maddalena, magdalenen, maria magdalene"),
    "apollinaris": ((7, 23), "", "apollinaire, apollinare"),
    "christina": ((7, 24), "", "christine, cristina"),
    "james": ((7, 25), "", "james the great, jakob, jakobus, jacobi, iacobi, jacques, giacomo, santiago, jacobus, jacob, james the "
        "apostle, james the greater, jakobi, jacob der apostel, jago"),
    "christopher": ((7, 25), "", "christophorus, christophori, christophe, cristoforo, cristobal"),
    "anne": ((7, 26), "", "anna, annae, ann, ana, annen, annentag"),
    "seven sleepers": ((7, 27), "", "siebenschlafer, septem dormientium"),
    "pantaleon": ((7, 28), "", "pantaleonis, pantaleone"),
    "martha": ((7, 29), "", "marthe, marta"),
    "olaf": ((7, 29), "Scandinavia", "olave, olav, olavi"),
    "abdon and sennen": ((7, 30), "", "abdon et sennen, abdon und sennen"),
    "germanus": (((7, 31), (5, 28)), "of Auxerre, 31 July, or of Paris, 28 May", "germain, germani"),
    "invention of stephen": ((8, 3), "", "invention of st stephen, inventio stephani, finding of stephen, stephani auffindung, "
        "inventio sancti stephani, invention de saint etienne"),
    "dominic": ((8, 5), "", "dominicus, dominici, dominikus, domenico, domingo de guzman"),
    "oswald": ((8, 5), "England and Germany", "oswald king, oswaldi"),
    "mary of the snows": ((8, 5), "", "our lady of the snow, maria schnee, mariae schnee, maria ad nives"),
    "sixtus": ((8, 6), "", "sixti, xystus, sixte, sisto"),
    "donatus": ((8, 7), "", "donati, donat"),
    "afra": ((8, 7), "Augsburg", "afre"),
    "cyriacus": ((8, 8), "", "cyriaci, cyriakus, cyriaque, ciriaco"),
    "romanus": ((8, 9), "", "romani, romain"),
    "lawrence": ((8, 10), "", "laurence, laurentius, laurentii, laurenz, lorenz, laurent, lorenzo, laurentien, lorenzen, "
        "laurens, laurencii, laurentiustag"),
    "tiburtius": ((8, 11), "", "tiburce, tiburtii"),
    "clare": (((8, 12),), "", "clara, klara, claire, chiara"),
    "hippolytus": ((8, 13), "", "hippolyti, hippolyte, ippolito, hippolit"),
    "eusebius": ((8, 14), "", "eusebii, eusebe"),
    "roch": ((8, 16), "", "rochus, rocco, roque"),
    "agapitus": ((8, 18), "", "agapiti"),
    "magnus": (((8, 19), (4, 16), (9, 6)), "19 August; of Orkney, 16 April; of Füssen, 6 September", "magni"),
    "bernard": ((8, 20), "", "bernhard, bernardus, bernardi, bernardo, bernhardi"),
    "symphorian": ((8, 22), "", "symphorianus, symphoriani, symphorien"),
    "bartholomew": ((8, 24), "", "bartholomaus, bartholomei, bartholomaei, bartholomai, barthelemy, bartolomeo, bartolome, "
        "bartholomeus, bartholome, bartholomes, bartholomaustag"),
    "louis": ((8, 25), "", "ludwig, ludovici, luigi, louis of france, louis roi"),
    "rufus": ((8, 27), "", "rufi"),
    "augustine": (((8, 28), (5, 26)), "of Hippo, 28 August, or in England of Canterbury, 26 May", "augustinus, augustini, augustin, agostino, agustin"),
    "augustine of hippo": ((8, 28), "", "augustinus von hippo, augustin d'hippone"),
    "hermes": ((8, 28), "", "hermetis"),
    "felix and adauctus": ((8, 30), "", "felicis et adaucti, felix und adauctus"),
    "giles": ((9, 1), "", "aegidius, egidius, egidii, aegidii, gilles, egidio, agidius, egidien, gil, agidii, gillis"),
    "translation of cuthbert": ((9, 4), "England", "translation of st cuthbert"),
    "bertin": ((9, 5), "Flanders", "bertini, bertinus"),
    "magnus of fussen": ((9, 6), "Swabia", "mang"),
    "gorgonius": ((9, 9), "", "gorgonii"),
    "protus and hyacinth": ((9, 11), "", "proti et hyacinthi, prothi et iacincti"),
    "cornelius and cyprian": ((9, 14), "", "cornelii et cypriani, corneille et cyprien"),
    "euphemia": ((9, 16), "", "euphemie, eufemia"),
    "lambert": ((9, 17), "", "lambertus, lamberti, lambrecht, lamberto"),
    "januarius": ((9, 19), "", "gennaro, ianuarii"),
    "eustace": ((9, 20), "", "eustachius, eustachii, eustache, eustachio"),
    "matthew": ((9, 21), "", "matthaus, matthei, matthaei, mathieu, matthieu, matteo, mateo, mattheus, matthai, mathei, matthaeus, "
        "matthew the apostle, matheus"),
    "maurice": ((9, 22), "", "mauritius, mauricii, mauritii, moritz, maurizio, mauricio, mauritii et sociorum"),
    "emmeram": ((9, 22), "Bavaria", "emmerami, haimeram"),
    "thecla": ((9, 23), "", "thekla, thecle"),
    "translation of rupert": ((9, 24), "Bavaria and Austria", "ruprecht im herbst, rupert in autumn"),
    "firmin": ((9, 25), "", "firmini, firminus"),
    "cyprian and justina": ((9, 26), "", "cyprian, cypriani et justine, cyprian und justina"),
    "cosmas and damian": ((9, 27), "", "cosme et damien, cosmas und damian, cosme et damiani, cosma e damiano, cosme y damian, "
        "cosme and damian, cosmae et damiani"),
    "wenceslas": ((9, 28), "Bohemia", "wenzel, wenceslaus, wenceslai"),
    "michael": ((9, 29), "", "michel, michele, miguel, michaelis, michael the archangel, michiel, michaelis archangeli"),
    "jerome": ((9, 30), "", "hieronymus, hieronymi, ieronimi, girolamo, jeronimo"),
    "remigius": ((10, 1), "", "remi, remy, remigii, remigio, remeis"),
    "bavo": ((10, 1), "Flanders", "baafs, bavon, bavonis"),
    "leodegar": ((10, 2), "", "leger, leodegarii, leodegars"),
    "thomas cantilupe": ((10, 2), "England", "thomas of hereford"),
    "francis": ((10, 4), "", "franziskus, francisci, francois, francesco, francisco, francis of assisi"),
    "faith": ((10, 6), "", "fides, fidis, foy, foi"),
    "osyth": ((10, 7), "England", ""),
    "denis": ((10, 9), "", "dionysius, dionysii, dionisii, denys, dionigi, dionisio, dennis"),
    "gereon": ((10, 10), "Cologne", "gereonis"),
    "wilfrid": ((10, 12), "England", "wilfridi"),
    "translation of edward the confessor": ((10, 13), "England", "translation of st edward, translation of st edward the "
        "confessor, translation of edward, translation of st edward the king"),
    "callixtus": ((10, 14), "", "calixtus, calixti, calixte, callisto, kalixt, callistus"),
    "hedwig": ((10, 15), "Silesia and Poland", "hedwigis, jadwiga"),
    "gall": ((10, 16), "Alemannia", "gallus, galli, gallen, gallentag"),
    "michael in monte tumba": ((10, 16), "England and France", "st michael in monte tumba, michael de monte tumba"),
    "translation of etheldreda": ((10, 17), "England", "translation of st etheldreda"),
    "luke": ((10, 18), "", "lukas, luce, lucae, luc, luca, lucas, luke the evangelist, luce evangeliste"),
    "frideswide": ((10, 19), "Oxford", "frideswyde"),
    "ursula": ((10, 21), "", "ursule, orsola"),
    "severinus": ((10, 23), "Cologne", "severin, severini"),
    "crispin and crispinian": ((10, 25), "", "crispin, crispini et crispiniani, crepin et crepinien, crepin"),
    "simon and jude": ((10, 28), "", "simonis et iude, simon und judas, simonis et jude, simonis et judae, simon et jude, simone e "
        "giuda, simon y judas, simon en judas, simonis und judae"),
    "quentin": ((10, 31), "", "quintin, quintini, quintinus"),
    "wolfgang": ((10, 31), "Bavaria", "wolfgangi"),
    "hubert": ((11, 3), "Low Countries", "hubertus, huberti, hubrecht"),
    "winifred": ((11, 3), "England and Wales", "wenefred, winefride, wenefrede"),
    "charles borromeo": ((11, 4), "", "karl borromaus, carlo borromeo"),
    "leonard": ((11, 6), "", "leonhard, leonardi, leonardus, leonardo, lienhard"),
    "willibrord": ((11, 7), "Low Countries", "willibrordi"),
    "four crowned martyrs": ((11, 8), "", "quattuor coronatorum, four crowned, quatre couronnes, vier gekronte"),
    "theodore": ((11, 9), "", "theodori, theodor, teodoro"),
    "martin": ((11, 11), "", "martinus, martini, martino, maarten, martin of tours, martin, merten"),
    "brice": ((11, 13), "", "brictius, brictii, britius, brixius, briccius"),
    "leopold": ((11, 15), "Austria", "leopoldi"),
    "machutus": ((11, 15), "", "malo, maclou, macuti"),
    "edmund of abingdon": ((11, 16), "England", "edmund archbishop, edmund rich, edmund of canterbury, edmund the archbishop"),
    "othmar": ((11, 16), "Alemannia", "otmar, othmari"),
    "hugh of lincoln": ((11, 17), "England", "hugh, hugonis"),
    "elizabeth": ((11, 19), "", "elisabeth, elisabet, elisabethae, elisabethe, isabel, elisabetta, elizabeth of hungary"),
    "edmund": (((11, 20), (11, 16)), "the king, 20 November, or the archbishop, 16 November", "edmundi"),
    "edmund the king": ((11, 20), "England", "edmund king, edmund king and martyr, edmund the martyr"),
    "columban": ((11, 21), "", "columbanus, kolumban, colomban, columbani"),
    "cecilia": ((11, 22), "", "cecily, caecilia, cecilie, cecile, cacilia, caecilie, cicely"),
    "clement": ((11, 23), "", "clemens, clementis, klemens, clemente"),
    "chrysogonus": ((11, 24), "", "grisogoni, chrysogoni, chrysogone"),
    "catherine": ((11, 25), "", "katherine, catharine, katharina, katharine, caterina, catalina, catherinae, katerine, katherine of "
        "alexandria, catherine of alexandria, katharinen, catharina, katarina, katherinen, katrijn, caterine"),
    "conrad": ((11, 26), "Constance", "konrad, conradi, konradi"),
    "linus": ((11, 26), "", "lini"),
    "virgil": ((11, 27), "Salzburg", "virgilii"),
    "saturninus": ((11, 29), "", "saturnini, saturnin, sernin"),
    "andrew": ((11, 30), "", "andreas, andree, andreae, andre, andrea, andres, andries, andrew the apostle"),
    "francis xavier": ((12, 3), "", "franz xaver"),
    "birinus": ((12, 3), "England", "birini"),
    "barbara": ((12, 4), "", "barbare, barbe, barbarae"),
    "nicholas": ((12, 6), "", "nikolaus, nicolaus, nicolai, nicolas, nicola, nicolo, nicholai, niklas, nikolai, nicolaas, klaas"),
    "damasus": ((12, 11), "", "damasi"),
    "lucy": ((12, 13), "", "lucia, lucie, luciae, luzia"),
    "odile": ((12, 13), "Alsace", "ottilie, odilia, odilie"),
    "thomas": (((12, 21), (12, 29)), "the Apostle, 21 December, or the Martyr, 29 December", "thome, thomae, tommaso, tomas"),
    "thomas the apostle": ((12, 21), "", "thomas apostle, thomae apostoli, thome apostoli, thomas apostel, thomastag"),
    "stephen": ((12, 26), "", "stefan, stephan, stephani, etienne, stefano, esteban, stephanus, stephanstag, steven"),
    "john the evangelist": ((12, 27), "", "john evangelist, johannes evangelist, iohannis evangeliste, johannis evangeliste, jean "
        "l'evangeliste, giovanni evangelista, juan evangelista, john the apostle, johannis evangelistae, jean evangeliste"),
    "john": (((6, 24), (12, 27)), "the Baptist, 24 June, or the Evangelist, 27 December",
        "johannes, iohannis, jean, giovanni, juan, jan, johann"),
    "thomas becket": ((12, 29), "", "thomas the martyr, thomas of canterbury, thomas martyr, thomas von canterbury, thome martiris, "
        "thome martyris, thomas a becket, thomas de canterbury"),
    "sylvester": ((12, 31), "", "silvester, silvestri, sylvestri, sylvestre, silvestre, silvestro, silvestro papa"),
}  # fmt: skip
"""The same of saints: their names count only with a title or after "feast of"."""
ADVENT = {
    "advent sunday": "first sunday of advent, first sunday in advent, erster advent, adventus domini, premier dimanche de "
    "l'avent, dominica prima de adventu, prima domenica d'avvento, primer domingo de adviento"
}
"""The Sunday nearest to St Andrew."""
SEASONS = {
    "lent": ((-46, -1), "careme, quadragesima tempus, fastenzeit, fasten, quaresima, cuaresma, vasten"),
    "holy week": ((-7, -1), "karwoche, semaine sainte, settimana santa, semana santa, goede week, hebdomada sancta"),
    "rogation days": ((36, 38), "rogationtide, rogations, bittage"),
    "whitsun week": ((49, 55), "whit week, whitsuntide, pentecost week, week of pentecost, septimana pentecostes"),
    "advent": ((), "adventszeit, avent, avvento, adviento, tempus adventus"),
}
"""Stretches of days: the first and the last from Easter Sunday, and other names. Advent is from its Sunday to Christmas
Eve."""
WHICH = {
    "hock monday": "the second Monday after Easter, or the third",
    "hock tuesday": "the second Tuesday after Easter, or the third, after the quindene",
    "hocktide": "the second Monday and Tuesday after Easter, or the third",
}
"""What must be said of a movable feast that was kept on several days (Cheney has the second Tuesday; in the parliaments
of 1255 and 1258 it is the one after the quindene)."""


_OF_ITSELF = re.compile(
    r"(?:st|saint|translat\w+|conver\w+|inven\w+|commem\w+|apparit\w+|chair|cathedra|kathedra|petri (?:stuhl|cath)\w+"
    r"|ten thousand|10000|zehntausend|decem milia|four crowned|seven|pauli (?:bekehr|ged)\w+)\b"
)
"""How the names of saints' feasts begin that need no title: "conversion of Paul" is no person."""


_OF_MARY = {
    "candlemas": ("purification", "purificatio", "purificationis"),
    "annunciation": ("annunciation", "annunciatio", "annunciationis"),
    "visitation": ("visitation", "visitatio", "visitationis"),
    "assumption": ("assumption", "assumptio", "assumptionis"),
    "nativity of mary": ("nativity", "nativitas", "nativitatis"),
    "presentation of mary": ("presentation", "presentatio", "presentationis"),
    "conception of mary": ("conception", "conceptio", "conceptionis"),
}
_MARY = (
    "of the bvm, of the b v m, of st mary, of saint mary, of st mary the virgin, of saint mary the virgin, of the virgin mary, "
    "of the blessed virgin, of the blessed mary, of blessed mary, of blessed mary the virgin, of the blessed virgin mary",
    "beate marie, beate marie virginis, beatae mariae, beatae mariae virginis, sancte marie, sanctae mariae, b m v, bmv, "
    "beate virginis, marie virginis",
)
"""How the feasts of Mary are called in English and in Latin."""
_EPITHETS = {
    "apostle, the apostle, apostoli, apostolo, apostel, der apostel": "andrew, bartholomew, matthias, matthew, james, barnabas",
    "the apostles, apostles, apostolorum": "philip and james, simon and jude, peter and paul",
    "evangelist, the evangelist, evangeliste, evangelistae, apostle and evangelist, apostoli et evangeliste":
        "mark, luke, matthew",
    "martyr, the martyr, martiris, martyris": "lawrence, vincent, george, alban, blaise, christopher, valentine, pancras",
    "virgin, the virgin, virginis, virgin and martyr, virginis et martiris, virginis et martyris":
        "agnes, agatha, lucy, cecilia, catherine, margaret, etheldreda, scholastica, barbara",
    "bishop, the bishop, episcopi, bishop and confessor, episcopi et confessoris, confessoris, confessor":
        "martin, nicholas, hilary, cuthbert, chad, wulfstan, remigius, translation of swithun",
    "abbot, the abbot, abbatis": "benedict, giles, maurus",
    "pope, the pope, pape, papae": "gregory, clement, sylvester",
    "protomartyr, the protomartyr, prothomartiris, protomartyris": "stephen",
    "king, the king, regis, king and martyr, regis et martiris, martyr, martiris": "edmund the king",
}  # fmt: skip
"""What can stand behind a saint's name, and of whom it tells no more than the name does."""


def _listed(id: str, names: str) -> list[str]:
    listed = [id.replace("-", " "), *(name.strip() for name in names.split(",") if name.strip())]
    return [*listed, *(name.replace(" and ", " & ") for name in listed if " and " in name)]


def _of_mary(id: str) -> list[str]:
    english, *latin = _OF_MARY.get(id, ("",))
    return [f"{what} {who}" for whats, whose in (([english], _MARY[0]), (latin, _MARY[1])) for what in whats
            for who in whose.split(", ") if what]  # fmt: skip


def _epithets(id: str) -> list[str]:
    return [word.strip() for words, ids in _EPITHETS.items() if id in ids.split(", ") for word in words.split(",")]


@lru_cache(maxsize=1)
def names() -> dict[str, dict[str, str]]:
    """Each name of a feast, in small letters without accents: `feast` by itself, `saint's` only with a title."""
    found: dict[str, dict[str, str]] = {}
    for id, (_, listed) in MOVABLE.items():
        for name in _listed(id, listed):
            found.setdefault(name, {})["feast"] = id
    for id, (_, _, listed) in FEASTS.items():
        for name in (*_listed(id, listed), *_of_mary(id)):
            found.setdefault(name, {})["feast"] = id
    for id, (_, _, listed) in SAINTS.items():
        epithets = _epithets(id)
        for name in _listed(id, listed):
            role = "feast" if _OF_ITSELF.match(name) else "saintly"
            for said in (name, *(f"{name} {epithet}" for epithet in epithets)):
                found.setdefault(said, {}).setdefault(role, id)
    for id, listed in (*ADVENT.items(), *((id, listed) for id, (_, listed) in SEASONS.items())):
        for name in _listed(id, listed):
            found.setdefault(name, {})["feast"] = id
    return found
