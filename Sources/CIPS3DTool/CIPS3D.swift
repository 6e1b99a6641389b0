import ArgumentParser

@main
struct CIPS3D: ParsableCommand {
    static let version = "0.1.0"
    static let configuration = CommandConfiguration(
        commandName: "cips3d", subcommands: [TrainCommand.self])
}
