"""The little words by which languages that share an alphabet are told apart. Contains no rule.

Some forty of the most frequent words a language cannot do without, in lower case, as they stand between spaces and
apostrophes. A word of several languages stands with each of them: it then counts for less.
"""

from __future__ import annotations

from typing import Final

LATIN: Final = {
    "en": "the of and to in that is was for on with as it by at from are be this have has an which or not but they were "
    "their its will been more about would said after can who than when there into also other we you he she his our all",
    "de": "der die und das den von zu mit ist des im für auf dem sich nicht ein eine es auch als an werden wird aus er sie "
    "nach bei einer um am sind noch wie einem über einen war haben hat zum zur nur oder aber vor bis mehr durch man wenn ich wir",
    "fr": "de la le les et des en un une du est que dans qui pour au sur pas par plus avec ce il ne se sont aux son d l qu "
    "n s c sa cette mais été ont ou elle nous vous être comme ses fait ils leur deux aussi tout je a était après",
    "es": "de la que el en y a los se del las un por con una su para es al lo como más o pero sus le ha sí no este ya entre "
    "cuando todo esta ser son dos también fue había muy hasta desde han hay sobre porque años sin donde según",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser "
    "quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem são mesmo aos seus ter",
    "it": "di e il la che in un a per è una del della con non si le da i dei al nel alla sono come più lo gli anche ha dal "
    "delle ma l d questo o se suo ad sua dalla nella essere ai stato fra degli cui hanno tra c molto quando due anni alle",
    "nl": "de van het een en in is dat op te zijn met voor niet die aan er om door ook als maar bij uit naar dan over nog wordt "
    "worden werd heeft hij ze tot deze meer kan geen wel of hebben was ik je we jaar zich tegen onder zo al veel",
    "sv": "och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så kan när år under "
    "också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket då än detta",
    "da": "og i at det er en til på som af for med den de har ikke et der var om fra han vi jeg kan men så blev også sig ved "
    "over efter være eller nu bliver skal hvor ud når mere havde mod sin alle hun kun andre år hvad noget dem op mellem",
    "no": "og i det er på til som en av for å at med har den ikke de et om var fra han vi jeg kan men så seg ble også ved "
    "etter være eller nå blir skal hvor ut når mer hadde mot sin alle hun bare andre år hva noe dem opp mellom fikk",
    "fi": "ja on ei se että oli hän mutta kun myös ovat joka tai niin kuin sen vuoden vuonna mukaan ole jo vain olisi ollut "
    "nyt jos mitä sekä siitä kanssa voi hänen joita tämä tämän jälkeen enää sitä ne jotka vielä minä olen eivät me sitten",
    "is": "og að í á er sem til um við það en með af fyrir ekki var hann frá eru ég hún þá þess þetta þessi verið hefur þeir "
    "verður eftir því vera hafa sé þegar mjög upp eða nú ár svo",
    "cs": "a se na v je že o s z do pro to i jako za by k ve po od ale jsou které který není si jeho tak už při než jak bude "
    "ze však která až nebo byl také pod mezi co bylo podle jsem ještě jen když byla roce protože může tím již před své",
    "sk": "a sa na v je že o s z do pre to aj ako za by k vo po od ale sú ktoré ktorý nie si jeho tak už pri než bude zo však "
    "ktorá až alebo bol tiež pod medzi čo bolo podľa som ešte len keď bola roku pretože môže tým pred svoje",
    "pl": "w i na się z do nie to że jest o a jak po dla od przez za ale tym które są być który oraz co już był jego tego może "
    "tylko ich ma czy przy także jednak która roku pod jej było by przed będzie ze ten tak bardzo nad lub więcej jako jeszcze",
    "hr": "i je u na se da za su od s a o do kao što će koji iz nije koja bi ili ali sa te koje to po samo biti još više nakon "
    "kako bio prema godine li može sve prije smo ima već tako kada dok bila također jer gdje ovo",
    "sl": "in je v na se da za so z s ki pri po tudi kot od pa do bo še ne ali iz ter bi ni lahko več to če kar ko med svoje "
    "zaradi že leta bil pred kako samo tem ker smo bilo med sta bodo",
    "hu": "a az és hogy nem is egy azt van meg volt már csak de ha el mint még ezt ki után szerint fel lehet lesz majd ez ami "
    "több minden pedig vagy kell aki amely sem nagyon között miatt illetve volna most ahogy ezek voltak alatt",
    "ro": "de și în a la cu o pe un din care nu să pentru că este mai au al ce se fost prin ca sunt dar sau după lui ale fi "
    "această unei cel acest fi le către cele într între am foarte dacă când fără unor lor îi prima ani doar",
    "tr": "ve bir bu için da de ile olarak çok daha olan en gibi kadar sonra var o ne ama ise değil her ya ki olduğunu olduğu "
    "göre iki büyük mi yeni oldu şey diye ancak arasında tarafından nin dedi hem etti önce artık bin yüzde",
    "vi": "của và là có được cho không trong với các này một những đã để người khi năm đến về tại ra từ như vào nhiều cũng theo "
    "đó trên sẽ bị phải ông nhà làm thể sau hơn đồng giá mới còn",
    "id": "yang dan di dengan untuk pada ini itu dari dalam tidak akan ke adalah oleh juga tersebut sebagai karena ada telah "
    "bisa atau saat dapat para lebih mereka kata sudah secara kami menjadi hingga ia saya tahun belum harus anda namun",
    "et": "ja on ei et see oli ta kui ka aga mis oma selle või kes ning pärast aasta siis nii välja ole nagu olid nad olla "
    "veel mida üle enne saab juba sest peab kuid väga meie mille seda",
    "lt": "ir kad į yra tai su iš bet ne apie buvo kaip jis už kuris per dar tik po jo metų savo šios taip pat kurie labai "
    "jau gali nuo jos arba bus iki kai pagal daugiau prie turi todėl",
    "lv": "un ir ka ar par no uz tas bet kas arī kā lai tika gada pēc nav vai viņš ne jau tikai savu bija līdz vairāk gadā "
    "kuri šo pie būs tiek ļoti to ļauj tā jo var",
    "ca": "de la el i a que en els les del per un una amb al és no es va dels ha més com però aquest als seva seu són aquesta "
    "també perquè entre hi fins què o sobre si molt quan anys l d s n pel on tot ja fer",
    "gl": "de a o que e do da en un para é con non unha os no se na por máis as dos como pero foi ao das ten á seu súa ou ser "
    "cando moi nos xa está tamén polo pola ata isto entre era sen son aos ano",
    "af": "die van en in is het dat nie te op met vir n sy om aan wat word was hy ons hulle ook as deur by sal kan maar uit na "
    "meer ek daar jaar wees moet tot baie",
    "sq": "e të në dhe i për një me që së nga është u ka si do nuk më se ai kjo janë por ky edhe pas këtë duke kanë tij mund "
    "ishte deri vetëm kur",
}  # fmt: skip
"""Of the Latin alphabet."""

CYRILLIC: Final = {
    "ru": "и в не на что с по как это но для из его к у от так за же то бы был все они также при мы я он была только или если "
    "еще уже до после может когда были который которые чем года этом под лет было есть более нет",
    "uk": "і в не на що з по як це але для із його до у від так за та то би був усі вони також при ми я він була тільки або "
    "якщо ще вже після може коли були який які ніж року цьому під є було про щоб та й",
    "bg": "и на в за да се от с не е по че са като при до това си които който към което ще през или но най след бе която "
    "също им така все няма беше само ги го му може още под бъде около където",
    "sr": "и је у на се да за су од с а о до као што ће који из није која би или али са те које то по само бити још више после "
    "како био према године може све пре смо има већ тако када док била јер",
    "mk": "и на во за да се од со не е дека по ќе како што при до ова кој која кои тоа или но најмногу беше исто така само го "
    "му може уште под бидат околу каде сите сум нема",
    "be": "і ў не на што з па як гэта але для яго да у ад так за ж то быў усе яны таксама пры мы я ён была толькі ці калі яшчэ "
    "ужо пасля можа былі які якія чым года пад ёсць было пра каб",
    "kk": "және мен бұл үшін бір деп бар да де осы ол болып сол оның туралы бойынша дейін кейін жылы жаңа қазақстан екі",
}  # fmt: skip
"""Of the Cyrillic alphabet."""

ARABIC: Final = {
    "ar": "في من على إلى أن عن مع هذا هذه التي الذي كان ما لا بعد بين قبل كما لم خلال ذلك حيث وقد قد كل أو ثم",
    "fa": "و در به از که این را با است برای آن یک تا بر شد شده خود هم می های کرد وی ما نیز باید پس اما",
    "ur": "کے کی میں ہے اور سے کا کو پر نے یہ اس کہ ہیں کر بھی تو ایک نہیں گیا ہو تھا کہا لیے",
}
"""Of the Arabic alphabet."""
