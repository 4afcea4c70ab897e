"""What people in Canada write, in the scripts that the PDF has fonts for, and the signs that they put beside it."""

from __future__ import annotations

from unicodedata import normalize

# One sentence each, with the letters that join, stack, turn or change places.
LANGUAGES = {
    "ar": "أصلحوا الأرصفة قرب المدرسة (شارع King)، خاصة في الشتاء 2024!",
    "fa": "پیاده‌روهای نزدیک مدرسه را تعمیر کنید، به‌ویژه در زمستان ۱۴۰۳.",
    "ur": "اسکول کے قریب فٹ پاتھ ٹھیک کریں، خاص طور پر سردیوں میں۔ ڑ ٹ ں ہے",
    "ps": "د ښوونځي ترڅنګ پلي لارې سمې کړئ.",
    "he": "תקנו את המדרכות (רחוב King), זה דחוף!",
    "zh": "请在学校附近修好人行道，特别是冬天。我们希望有更多长椅和路灯。",
    "zh-hant": "請在學校附近修好行人路，冬天尤其危險。佢哋話想要多啲長椅同埋街燈。",
    "ja": "学校の近くの歩道を直してください。冬は特に危険です。ベンチも。",
    "ko": "학교 근처의 인도를 고쳐 주세요. 겨울에는 특히 위험합니다.",
    "pa": "ਸਕੂਲ ਦੇ ਨੇੜੇ ਫੁੱਟਪਾਥ ਠੀਕ ਕਰੋ, ਇਹ ਬਹੁਤ ਖ਼ਤਰਨਾਕ ਹੈ। ਸ਼੍ਰੀ ਅੰਮ੍ਰਿਤਸਰ",
    "hi": "स्कूल के पास के फुटपाथ ठीक करें। यह खतरनाक है। क्षत्रिय, ज्ञान, श्रद्धा, क्‍ष",
    "bn": "স্কুলের কাছে ফুটপাত ঠিক করুন। শীতকালে এটি বিপজ্জনক। ক্ষুদ্র জ্ঞান",
    "gu": "શાળાની નજીકની ફૂટપાથ ઠીક કરો. શિયાળામાં તે ખતરનાક છે. ક્ષમા, શ્રી",
    "or": "ବିଦ୍ୟାଳୟ ପାଖରେ ଫୁଟପାଥ ଠିକ୍ କରନ୍ତୁ।",
    "ta": "பள்ளிக்கு அருகிலுள்ள நடைபாதைகளைச் சரிசெய்யவும். ஸ்ரீ",
    "te": "పాఠశాల దగ్గర కాలిబాటలను బాగు చేయండి. శ్రీ క్షమ",
    "kn": "ಶಾಲೆಯ ಬಳಿ ಪಾದಚಾರಿ ಮಾರ್ಗವನ್ನು ಸರಿಪಡಿಸಿ. ಶ್ರೀ",
    "ml": "സ്കൂളിന് സമീപമുള്ള നടപ്പാതകൾ നന്നാക്കുക. ശ്രീ ക്ഷ",
    "si": "පාසල අසල පදික මාර්ග අලුත්වැඩියා කරන්න. ශ්‍රී ලංකාව",
    "th": "ซ่อมทางเท้าใกล้โรงเรียน โดยเฉพาะในฤดูหนาวซึ่งอันตราย ชื่อ น้ำ",
    "km": "ជួសជុលចិញ្ចើមផ្លូវនៅជិតសាលារៀន ភាសាខ្មែរ",
    "lo": "ສ້ອມແປງທາງຍ່າງໃກ້ໂຮງຮຽນ",
    "my": "ကျောင်းအနီးရှိ လူသွားလမ်းများကို ပြုပြင်ပါ။",
    "am": "በትምህርት ቤቱ አቅራቢያ ያሉ የእግረኛ መንገዶችን ይጠግኑ።",
    "hy": "Վերանորոգեք մայթերը դպրոցի մոտ։",
    "ka": "შეაკეთეთ ტროტუარები სკოლასთან.",
    "iu": "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ",
    "vi": "Hãy sửa vỉa hè gần trường học, đặc biệt vào mùa đông. Nguyễn Thị Ương",
    "tl": "Ayusin ang mga bangketa malapit sa paaralan, mga señor.",
    "uk": "Полагодьте тротуари біля школи. Їжак, ґанок, є",
    "el": "Φτιάξτε τα πεζοδρόμια κοντά στο σχολείο.",
}
# Letters with marks at a height of their own: First Nations' names, points and vowels; and what is said twice on purpose.
MARKED = tuple(
    normalize("NFC", text)
    for text in (
        "Kwak\u0313wala, šxʷməθkʷəy\u0313əmaɁɬ, kʷikʷəƛ\u0313əm, Gwich\u0313in, "
        "W\u0331SÁNEĆ, Skwx\u0331wú7mesh, Tłı\u0328chǫ",
        "k\u0313k\u0313 x k\u0313 k\u0313, ชื่ชื่ ชื่, ខ្មែខ្មែ",
        "שָׁלוֹם מְנַחֵם, מְמְ",
        "مُحَمَّد دٌ، مُمُمُ",
        "Z\u0334\u0319\u0351\u036b and E\u0302\u0304, one \u00ca\u0304",
    )
)
# Alone, of several characters, coloured, as a flag, on a key, as a picture and as a letter, and of lately.
EMOJI = (
    "\U0001f44d \U0001f44d\U0001f3fd \U0001f469\U0001f3fd\u200d\U0001f4bb "
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308 "
    "\U0001f1e8\U0001f1e6 \U0001f1fa\U0001f1e6 1\ufe0f\u20e3 #\ufe0f\u20e3 *\ufe0f\u20e3 \u2764\ufe0f \u2764 "
    "\u260e\ufe0f \u260e\ufe0e \U0001f9d1\U0001f3fd\u200d\U0001f91d\u200d\U0001f9d1\U0001f3fb \U0001fae0 "
    "\U0001faf6\U0001f3ff \u2705 \u26a0\ufe0f \U0001f602\U0001f602 \U0001f43b\u200d\u2744\ufe0f \U0001f341 "
    "\U0001f9cf\U0001f3fc\u200d\u2642\ufe0f \u00a9\ufe0f \u2194\ufe0f \u25b6\ufe0f"
)
MIXED = "Mêlé \U0001f44d\U0001f3fd العربية والفارسية, 漢字, ਪੰਜਾਬੀ et עברית יפה \U0001f600!"
