extension String {
    /// Whether there is nothing to see in this text: blanks of every width, line ends, and characters that are never shown,
    /// such as the zero-width space.
    var isBlank: Bool {
        unicodeScalars.allSatisfy { scalar in
            if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
            let properties = scalar.properties
            if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
            switch properties.generalCategory {
            case .control, .format: return true
            default: return false
            }
        }
    }
}
