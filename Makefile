# What there is to do, each in one word; `make` alone lists it.
#
# Every target that builds readies the machine first (Scripts/setup), which is silent and quick
# where nothing is to do. LIBTORCH=DIR uses an existing libtorch instead of downloading one.

# Folder or zip of photographs for `make demo`; empty means the ORL faces.
DATA ?=
export DATA

# Sources may import only what their target declares. Given to the build and to the tests alike,
# so that nothing compiles twice.
SWIFT_FLAGS := -c release --explicit-target-dependency-import-check error

.PHONY: help setup build install heads demo test tests kernels embed evaluate docs lint clean

help:
	@echo 'make heads     heads of the model that ships, and one that turns: runs/heads'
	@echo 'make demo      heads that turn, and the same in the style of 400 portraits: runs/demo'
	@echo '               (DATA=PATH takes your folder or zip of photographs)'
	@echo 'make test      build and pass the tests'
	@echo 'make kernels   check NEON, AVX-512 and AMX under emulators'
	@echo 'make build     build .build/release/cips3d'
	@echo 'make install   the command, its libraries, completions and manual page into PREFIX (/usr/local)'
	@echo 'make embed     build and run Examples/Embed in a copy without libtorch'
	@echo 'make evaluate  look at data, train with measurements, evaluate, report: on the demo faces'
	@echo 'make docs      documentation of the library for applications: .build/docs'
	@echo 'make lint      layout, floors, lengths of files'
	@echo 'make setup     C libraries and libtorch; part of demo, test and build'
	@echo 'make clean     remove what was built, not what was downloaded or trained'

setup:
	@Scripts/setup

build: setup
	@swift build -c release --product cips3d

# PREFIX says where to; DESTDIR goes in front of it.
install: build
	@Scripts/install

heads:
	@Scripts/demo --heads

demo:
	@Scripts/demo

# C kernels are slow when compiled for debugging: the tests run in release.
tests: setup
	@swift build --build-tests $(SWIFT_FLAGS)

# Several tests compute at once; threads of libtorch that wait must not keep a core from another.
# All tests are Swift Testing's; XCTest would only print that it found none.
test: tests
	@Scripts/check-imports
	@Scripts/check-products
	@OMP_WAIT_POLICY=passive swift test --skip-build --disable-xctest $(SWIFT_FLAGS)

# The kernels that this processor may be unable to run; make test checks the others.
kernels:
	@Scripts/test-kernels

# Needs neither set-up nor libtorch: that is what it proves.
embed:
	@Scripts/test-embed --url

# Fetches the demo's faces and the weights of a feature network by pip.
evaluate: build
	@Scripts/test-evaluate

docs:
	@Scripts/docs

lint:
	@Scripts/lint

clean:
	@rm -rf .build .build-embed
