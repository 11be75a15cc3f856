import SCIM

/// A JSON text that is read and written says the same when it is read again.
public enum JSONProperty {
    /// Checks one text.
    public static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        let value: AttributeValue
        do {
            value = try JSONReader.read(bytes)
        } catch {
            require(error.code == .invalidSyntax, "what is no JSON is refused with invalidSyntax", error.detail)
            return
        }
        let text = value.json
        do {
            let again = try JSONReader.read(Array(text.utf8))
            require(again == value, "what was written reads as the same value", text)
            require(again.hashValue == value.hashValue, "equal values have one hash", text)
            require(again.json == text, "writing is stable", text)
        } catch {
            violation("what was written can be read", text, error.detail)
        }
        let apart = try? JSONReader.read(bytes.lazy.map { $0 })
        require(apart == value, "bytes in pieces read like bytes in one piece", text)
        if case .complex(let attributes) = value { checkPacked(attributes, text) }
    }

    private static func checkPacked(_ attributes: Attributes, _ text: String) {
        let packed = PackedAttributes(attributes, of: .user)
        require(packed.attributes == attributes, "packed attributes say the same", text)
        for (name, value) in attributes {
            require(packed[name] == value, "each of them is found without the others", text)
        }
    }
}
