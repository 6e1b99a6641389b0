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
              cips3d train --data photographs --preset faces-32 --minutes 40 --out runs/faces
              cips3d orbit --model runs/faces/model --seed 7 --size 128 --out head.mp4
            """,
        version: PackageVersion.current,
        subcommands: [
            TrainCommand.self,
            DataCommand.self,
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
