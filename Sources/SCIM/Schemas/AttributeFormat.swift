/// A form that the texts of an attribute have beyond their type, which no discovery document can express.
///
/// What is checked is the form alone, so that no list of languages or time zones can be out of date.
public enum AttributeFormat: Sendable, Hashable {
    /// Languages in order of preference, as in an Accept-Language header (RFC 9110 §12.5.4).
    case languages
    /// A language tag (BCP 47); an underscore passes for a hyphen.
    case languageTag
    /// The name of a time zone in the IANA database, such as `Europe/Berlin`.
    case timeZone
    /// The two letters of a country (ISO 3166-1 alpha-2).
    case country
    /// One X.509 certificate in DER form, written in base64.
    case certificate

    /// Whether a text has the form.
    func admits(_ text: String) -> Bool {
        switch self {
        case .languages: isLanguageRanges(text)
        case .languageTag: isLanguageTag(text)
        case .timeZone: isTimeZoneName(text)
        case .country: isCountryCode(text)
        case .certificate: countOfSequences(base64: text) == 1
        }
    }

    /// The form in words, for messages.
    var rule: SCIMError.Detail {
        switch self {
        case .languages: "a list of languages such as 'da, en-gb;q=0.8'"
        case .languageTag: "a language tag such as 'en-US'"
        case .timeZone: "the name of a time zone such as 'Europe/Berlin'"
        case .country: "a country code of two letters such as 'GB'"
        case .certificate: "one certificate in DER form, written in base64"
        }
    }

    /// As what a text is kept that does not have the form; `nil` if it is refused.
    func tolerance(for text: String) -> Tolerance? {
        switch self {
        case .country: .countryName
        // Which of several certificates is meant, nobody could tell.
        case .certificate where countOfSequences(base64: text) != nil: nil
        case .languages, .languageTag, .timeZone, .certificate: .otherForm
        }
    }
}
