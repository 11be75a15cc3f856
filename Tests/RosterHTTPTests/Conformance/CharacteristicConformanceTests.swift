import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §6, §7 — what schemas say is what happens")
struct CharacteristicConformanceTests {
    let client = Client(types: [Gadget.type])

    @Test(.shows("7643-6-c"))
    func aRequiredExtensionMustBeThereWhole() async {
        let client = Client(types: [Gadget.labelled])
        for body in [
            Gadget.body(), Gadget.body(#""\#(Gadget.label)":{}"#), Gadget.body(#""\#(Gadget.label)":{"text":null}"#),
        ] {
            let reply = await client.send(.post, "/Labelleds", body)
            #expect(reply.outcome == "400 invalidValue")
            #expect(reply.error?.detail.contains(Gadget.label) == true)
        }
        let whole = await client.send(.post, "/Labelleds", Gadget.body(#""\#(Gadget.label)":{"text":"a"}"#))
        #expect(whole.outcome == "201")
        let types = await client.send(.get, "/ResourceTypes/Labelled")
        #expect(types.json["schemaExtensions"] == [["schema": .string(Gadget.label), "required": true]])
        #expect(await Client().newUser("t").outcome == "201")
    }

    @Test(.shows("7643-7-d"))
    func anImmutableAttributeIsSetOnce() async {
        let path = await "/Gadgets/" + client.create("/Gadgets", Gadget.body(#""serial":"1""#))
        #expect(await client.send(.get, path).json["serial"] == "1")
        #expect(await client.replace("serial", in: path, by: #""2""#).outcome == "400 mutability")
        #expect(await client.send(.put, path, Gadget.body(#""serial":"2""#)).outcome == "400 mutability")
        #expect(await client.send(.put, path, Gadget.body(#""serial":"1""#)).outcome == "200")
        #expect(await client.send(.get, path).json["serial"] == "1")
    }

    @Test(.shows("7643-7-d"))
    func anImmutableAttributeMayBeSetLater() async {
        let path = await "/Gadgets/" + client.create("/Gadgets", Gadget.body())
        let set = await client.send(
            .patch, path, Sample.patch(#"{"op":"add","path":"serial","value":"1"}"#))
        #expect(set.outcome == "200")
        #expect(set.json["serial"] == "1")
    }

    @Test(.shows("7643-7-d", "7644-4-g"))
    func aReadOnlyAttributeIsNeverTakenFromAClient() async {
        let created = await client.send(.post, "/Gadgets", Gadget.body(#""bare":"a""#, #""stamp":"x""#))
        #expect(created.outcome == "201")
        #expect(created.json["stamp"] == nil)
        let path = "/Gadgets/\(created.id)"
        #expect(await client.send(.put, path, Gadget.body(#""bare":"a""#, #""stamp":"x""#)).json["stamp"] == nil)
        #expect(await client.replace("stamp", in: path, by: #""x""#).outcome == "400 mutability")
    }

    @Test(.shows("7643-7-d"))
    func aWriteOnlyAttributeIsTakenAndNeverReturned() async {
        let created = await client.send(.post, "/Gadgets", Gadget.body(#""bare":"a""#, #""key":"k3y""#))
        #expect(created.outcome == "201")
        let path = "/Gadgets/\(created.id)"
        let changed = await client.replace("key", in: path, by: #""k3y""#)
        #expect(changed.status < 300)
        for reply in [created, changed, await client.send(.get, "\(path)?attributes=key")] {
            #expect(!reply.text.contains("k3y"))
        }
    }

    @Test(.shows("7643-7-e"))
    func whatIsReturnedOnRequestStaysOutOfOtherAnswers() async {
        let created = await client.send(.post, "/Gadgets", Gadget.body(#""note":"n""#))
        let path = "/Gadgets/\(created.id)"
        #expect(await client.send(.get, path).json["note"] == nil)
        #expect(await client.send(.get, "/Gadgets").resources.first?["note"] == nil)
        #expect(await client.send(.get, "\(path)?attributes=note").json["note"] == "n")
        #expect(await client.send(.get, "/Gadgets?attributes=note").resources.first?["note"] == "n")
    }

    @Test(.shows("7643-7-e"))
    func whatIsReturnedOnRequestIsInTheAnswerToAWriteThatNamesIt() async {
        let created = await client.send(.post, "/Gadgets", Gadget.body(#""note":"n""#))
        #expect(created.json["note"] == "n")
        let path = "/Gadgets/\(created.id)"
        #expect(await client.send(.put, path, Gadget.body(#""note":"o""#)).json["note"] == "o")
        #expect(await client.replace("note", in: path, by: #""p""#).json["note"] == "p")
        #expect(await client.replace("bare", in: path, by: #""b""#).json["note"] == nil)
    }

    @Test(.shows("7643-7-f"))
    func aUniqueValueIsRefusedTheSecondTime() async {
        let first = await client.send(.post, "/Gadgets", Gadget.body(#""code":"A""#))
        #expect(await client.send(.post, "/Gadgets", Gadget.body(#""code":"A""#)).outcome == "409 uniqueness")
        let second = await client.send(.post, "/Gadgets", Gadget.body(#""code":"a""#))
        #expect(second.outcome == "201")
        let path = "/Gadgets/\(second.id)"
        #expect(await client.replace("code", in: path, by: #""A""#).outcome == "409 uniqueness")
        #expect(await client.send(.get, path).text == second.text)
        _ = await client.send(.delete, "/Gadgets/\(first.id)")
        #expect(await client.replace("code", in: path, by: #""A""#).outcome == "200")
    }

    @Test(.shows("7643-7-f"))
    func aUserNameThatIsTakenCannotBeMovedTo() async {
        let client = Client()
        _ = await client.newUser("taken")
        let user = await client.newUser("t")
        let path = "/Users/\(user.id)"
        #expect(await client.replace("userName", in: path, by: #""TAKEN""#).outcome == "409 uniqueness")
        #expect(await client.send(.put, path, Sample.user("Taken")).outcome == "409 uniqueness")
        #expect(await client.send(.get, path).text == user.text)
    }
}
