import SCIM
import Testing

@Suite("RFC 7644 §3.10, §3.5.2 figure 7 — paths as text and back")
struct PathRoundTripTests {
    private static let types: [ResourceType] = [.user, .group, .device]

    /// Every path that the schemas of a type have.
    private static func paths(of type: ResourceType) -> [ResolvedPath] {
        func paths(_ definitions: [AttributeDefinition], in schema: AttributeName?) -> [ResolvedPath] {
            definitions.flatMap { definition in
                [ResolvedPath(schema: schema, definition)]
                    + definition.subAttributes.map { ResolvedPath(schema: schema, definition, $0) }
            }
        }
        return paths(type.schema.attributes + CommonAttributes.definitions, in: nil)
            + type.extensions.flatMap { paths($0.schema.attributes, in: $0.name) }
    }

    /// The parts of a value that hold texts and may be searched for.
    private static func texts(_ path: ResolvedPath) -> [AttributeDefinition] {
        path.attribute.subAttributes.filter { $0.type == .string && $0.returned != .never }
    }

    @Test("every path that a schema has is found by its text, in any letter case", arguments: types)
    func attributes(_ type: ResourceType) throws {
        for path in Self.paths(of: type) {
            let text = path.path.description
            for spelling in [text, text.lowercased(), text.uppercased()] {
                #expect(type.resolve(spelling) == path, "\(spelling)")
                var strict = Repairs(allowed: false)
                let target = try PatchTarget(spelling, of: type, repairs: &strict)
                #expect(target == PatchTarget(path), "\(spelling)")
                #expect(target.path.path.description == text)
            }
        }
    }

    @Test("a value path means its attribute, the filter in its brackets, and its sub-attribute", arguments: 0..<3)
    func valuePaths(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 70 + seed)
        for _ in 0..<300 {
            let type = Self.types.randomElement(using: &generator) ?? .user
            let lists = Self.paths(of: type).filter {
                $0.subAttribute == nil && $0.attribute.isMultiValued && !Self.texts($0).isEmpty
            }
            let path = try #require(lists.randomElement(using: &generator))
            let texts = Self.texts(path)
            let part = Bool.random(using: &generator) ? texts.randomElement(using: &generator) : nil
            var shapes = RandomFilterShapes(
                generator: generator, strings: ["x", "]", "\"\\", "é.", " and "], names: texts.map(\.name.text))
            let filter = shapes.nextOverTexts(depth: 2)
            generator = shapes.generator
            let text = "\(path.path)[\(filter)]" + (part.map { ".\($0.name)" } ?? "")
            let target = try PatchTarget(text, of: type)
            #expect(
                target.path == ResolvedPath(schema: path.path.schema, path.attribute, part), "seed \(seed): \(text)")
            let whole = try type.resolve(.element(path.path.description, filter))
            #expect(target.filter.map { .element(path, $0) } == whole, "seed \(seed): \(text)")
            let spelled = " " + text.replacing(" or ", with: "  OR\t").replacing("not (", with: "NOT (") + " "
            #expect(try PatchTarget(spelled, of: type) == target, "seed \(seed): \(spelled)")
        }
    }
}

extension RandomFilterShapes {
    /// A filter that suits attributes that hold texts.
    mutating func nextOverTexts(depth: Int) -> Filter {
        switch depth > 0 ? Int.random(in: 0..<6, using: &generator) : 5 {
        case 0: .any([nextOverTexts(depth: depth - 1), nextOverTexts(depth: depth - 1)])
        case 1: .all([nextOverTexts(depth: depth - 1), nextOverTexts(depth: depth - 1)])
        case 2: .not(nextOverTexts(depth: depth - 1))
        case 3: .present(names.randomElement(using: &generator) ?? "value")
        default:
            .compare(
                names.randomElement(using: &generator) ?? "value",
                ComparisonOperator.allCases.randomElement(using: &generator) ?? .eq,
                .string(strings.randomElement(using: &generator) ?? "x"))
        }
    }
}
