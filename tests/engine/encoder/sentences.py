"""What people write to a labour office, with few and many words, in the six languages the assistant knows best."""

BY_LANGUAGE = {
    "cs": [
        "Dobrý den, kdy máte otevřeno?",
        "Přišel mi dopis, že mám přijít na úřad, ale nevím, co s sebou.",
        "prisel jsem o praci co mam delat",
    ],
    "en": ["I lost my job last week, what should I do now?", "Can I get an interpreter on Tuesday at 10?", "thanks"],
    "uk": ["Де можна отримати допомогу на дитину?", "Я втратила роботу, що мені робити далі?", "дякую"],
    "ru": ["Как продлить пособие по безработице, если я болею?", "Мне пришло письмо, я ничего не понимаю", "да"],
    "vi": ["Tôi muốn gặp phiên dịch viên vào thứ ba tuần sau", "Tôi bị mất việc, tôi phải làm gì?", "xin chào"],
    "ar": ["أين يمكنني الحصول على إعانة البطالة؟", "فقدت وظيفتي، ماذا أفعل الآن؟", "شكرا"],
}
ALL = [sentence for sentences in BY_LANGUAGE.values() for sentence in sentences]
