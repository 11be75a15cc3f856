#if canImport(Darwin)
import Foundation
#else
@_spi(_Unicode) import Swift
#endif

extension String {
    /// The text in Normalization Form C (UAX #15): two texts that are equal have the same scalars in this form.
    ///
    /// The standard library compares texts in this form, but hands it out to system libraries alone. On Darwin Foundation
    /// makes it, because the SDK hides even that.
    public var composed: String {
        if isComposed { return self }
        #if canImport(Darwin)
        return precomposedStringWithCanonicalMapping
        #else
        var scalars = String.UnicodeScalarView()
        for scalar in _nfc { scalars.append(scalar) }
        return String(scalars)
        #endif
    }

    /// Whether a look at the bytes tells that the text is in that form already.
    ///
    /// That is so of Latin letters before the combining marks, of Cyrillic letters and of the common Han characters: none of
    /// them is changed, moved or joined with its neighbours.
    private var isComposed: Bool {
        utf8.allSatisfy { byte in byte < 0xCC || 0xD0...0xD1 ~= byte || 0xE4...0xE9 ~= byte }
    }
}
