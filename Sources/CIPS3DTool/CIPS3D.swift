import ArgumentParser
import CIPS3DModel

/// The root of all commands.
struct CIPS3D: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cips3d",
        abstract: "Learns heads in 3D from single photographs, and renders them from any side.",
        discussion: """
            Angles are in degrees; 0 is frontal. A command ends with 0 on success, with 64 for a \
            wrong command line and with 1 for anything else that is wrong.

            EXAMPLE
              cips3d render --model Models/faces-64 --seeds 0-15 --out heads.png
              cips3d orbit --model Models/faces-64 --seed 7 --out head.mp4
              cips3d train --data photos.zip --preset faces-32 --out runs/faces
            """,
        version: PackageVersion.current,
        subcommands: [
            TrainCommand.self,
            DataCommand.self,
            SettingsCommand.self,
            RenderCommand.self,
            OrbitCommand.self,
            InterpolateCommand.self,
            BlendCommand.self,
            ReportCommand.self,
            ImportCommand.self,
            EvaluateCommand.self,
            BenchCommand.self,
            VerifyCommand.self,
            DoctorCommand.self,
        ])
}
