/// Whether a text has the form of a name in the IANA time zone database: words with slashes between them.
func isTimeZoneName(_ text: String) -> Bool {
    var beginsWord = true
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "/") where !beginsWord: beginsWord = true
        case _ where byte.isASCIILetter: beginsWord = false
        case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): if beginsWord { return false }
        default: if beginsWord || !byte.isASCIIDigit { return false }
        }
    }
    return !beginsWord
}

/// Whether a text is one of the country codes of ISO 3166-1 alpha-2, in either letter case.
func isCountryCode(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count == 2, let first = bytes.first, let second = bytes.last else { return false }
    return countryCodes.contains(UInt16(first.lowercasedASCII) << 8 | UInt16(second.lowercasedASCII))
}

/// The codes that are assigned officially.
private let countryCodes = Set<UInt16>(
    """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv \
    bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es \
    et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie \
    il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly \
    ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu \
    nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm \
    sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve \
    vg vi vn vu wf ws ye yt za zm zw
    """.utf8.split(separator: UInt8(ascii: " ")).map { code in code.reduce(0) { $0 << 8 | UInt16($1) } })
