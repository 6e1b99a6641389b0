import Testing
import Torch

@Suite("Rendezvous")
struct RendezvousTests {
    private let whole = [
        "RANK": "1", "WORLD_SIZE": "4", "MASTER_ADDR": "node7", "MASTER_PORT": "29500",
    ]

    private func message(_ changes: [String: String?]) -> String {
        var environment = whole
        for (name, value) in changes { environment[name] = value }
        do {
            return "\(try Rendezvous(environment: environment) as Any)"
        } catch {
            return error.description
        }
    }

    @Test("the variables of torchrun make a place, and none of them none")
    func reading() throws {
        #expect(try Rendezvous(environment: ["PATH": "/bin"]) == nil)
        #expect(
            try Rendezvous(environment: whole)
                == Rendezvous(host: "node7", port: 29500, rank: 1, count: 4))
        let agent = ["TORCHELASTIC_USE_AGENT_STORE": "True", "TORCHELASTIC_RESTART_COUNT": "2"]
        #expect(
            try Rendezvous(environment: whole.merging(agent) { $1 })
                == Rendezvous(
                    host: "node7", port: 29500, rank: 1, count: 4, isHosted: true, attempt: 2))
    }

    @Test("what is missing is named")
    func missing() {
        #expect(
            message(["WORLD_SIZE": nil, "MASTER_ADDR": ""])
                == "The environment lacks WORLD_SIZE, MASTER_ADDR of RANK, WORLD_SIZE, MASTER_ADDR, "
                + "MASTER_PORT; set all of them, as torchrun does, or none.")
    }

    @Test(
        "what is no number or out of range is named",
        arguments: [
            ("RANK", "one", "0 to 3"), ("RANK", "4", "0 to 3"), ("RANK", "-1", "0 to 3"),
            ("WORLD_SIZE", "0", "1 to 65536"), ("WORLD_SIZE", "2.0", "1 to 65536"),
            ("MASTER_PORT", "0", "1 to 65535"), ("MASTER_PORT", "65536", "1 to 65535"),
        ])
    func outOfRange(name: String, value: String, range: String) {
        #expect(
            message([name: value])
                == "The environment's \(name) is “\(value)”; set it to a whole number from \(range), "
                + "as torchrun does.")
    }
}
